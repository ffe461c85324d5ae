package io.saccade.kafka.live;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The last {@value #MOST} moments that stood out. Frames of one camera above {@value #THRESHOLD} that are less than
 * {@value #APART_MS} ms apart are one moment.
 */
final class Moments {

    static final double THRESHOLD = 0.5;
    static final int MOST = 100;
    static final long APART_MS = 3_000;

    private final Deque<Long> order = new ArrayDeque<>();
    private final Map<Long, Moment> moments = new LinkedHashMap<>();
    private final Map<String, Long> newest = new LinkedHashMap<>();
    private long ids;
    private long version;

    void add(String camera, long atMs, double novelty, double whereX, double whereY) {
        if (!(novelty >= THRESHOLD)) {
            return;
        }
        version++;
        Moment open = open(camera, atMs);
        if (open == null) {
            begin(new Moment(++ids, camera, atMs, atMs, atMs, novelty, whereX, whereY));
            return;
        }
        long ended = Math.max(open.endedAtMs(), atMs);
        moments.put(
                open.id(),
                novelty > open.novelty()
                        ? new Moment(open.id(), camera, open.beganAtMs(), ended, atMs, novelty, whereX, whereY)
                        : new Moment(
                                open.id(),
                                camera,
                                open.beganAtMs(),
                                ended,
                                open.peakAtMs(),
                                open.novelty(),
                                open.whereX(),
                                open.whereY()));
    }

    private @Nullable Moment open(String camera, long atMs) {
        Long id = newest.get(camera);
        Moment last = id == null ? null : moments.get(id);
        return last != null && atMs - last.endedAtMs() < APART_MS ? last : null;
    }

    private void begin(Moment moment) {
        moments.put(moment.id(), moment);
        order.add(moment.id());
        newest.put(moment.camera(), moment.id());
        if (order.size() > MOST) {
            Moment eldest = moments.remove(order.remove());
            if (eldest != null) {
                newest.remove(eldest.camera(), eldest.id());
            }
        }
    }

    /** Those with the newest peak first. */
    List<Moment> all() {
        List<Moment> all = new ArrayList<>(moments.values());
        all.sort((a, b) -> Long.compare(b.peakAtMs(), a.peakAtMs()));
        return all;
    }

    /** Rises with each change. */
    long version() {
        return version;
    }
}
