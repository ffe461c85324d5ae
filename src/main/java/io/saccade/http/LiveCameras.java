package io.saccade.http;

import io.saccade.scoring.Outcome;
import io.saccade.scoring.Outcome.Scored;
import io.saccade.scoring.ScoringListener;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The newest scored frame of each camera that this instance reads, for the page. Bounded in bytes: past {@value #MOST_BYTES}
 * the cameras that were silent longest are forgotten.
 */
@Singleton
final class LiveCameras implements ScoringListener {

    static final long MOST_BYTES = 64L << 20;

    /** By camera id, the one that was silent longest first. */
    private final Map<String, Live> cameras = new LinkedHashMap<>();

    private long bytes;

    @Override
    public void onCommitted(List<Outcome> outcomes) {
        for (Outcome outcome : outcomes) {
            if (outcome instanceof Scored scored) {
                put(scored);
            }
        }
    }

    private synchronized void put(Scored scored) {
        Live before = cameras.remove(scored.frame().camera());
        bytes -= before == null ? 0 : before.bytes();
        Live now = new Live(scored, before == null ? 1 : before.frames() + 1);
        cameras.put(scored.frame().camera(), now);
        bytes += now.bytes();
        Iterator<Live> eldest = cameras.values().iterator();
        while (bytes > MOST_BYTES) {
            bytes -= eldest.next().bytes();
            eldest.remove();
        }
    }

    /** The newest frame of each camera, by camera id. */
    synchronized List<Live> all() {
        return cameras.values().stream()
                .sorted(Comparator.comparing(live -> live.newest().frame().camera()))
                .toList();
    }

    /** The newest frame of a camera. */
    synchronized Optional<Scored> of(String camera) {
        return Optional.ofNullable(cameras.get(camera)).map(Live::newest);
    }

    /**
     * A camera that sends.
     *
     * @param frames how many of its frames were scored here
     */
    record Live(Scored newest, long frames) {

        private long bytes() {
            byte[] preview = newest.preview();
            return (long) newest.frame().payload().bytes().length
                    + newest.scoreMap().length
                    + (preview == null ? 0 : preview.length);
        }
    }
}
