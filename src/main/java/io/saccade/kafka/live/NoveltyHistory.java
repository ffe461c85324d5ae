package io.saccade.kafka.live;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The highest novelty in each second of the last {@value #SECONDS} that have one. */
final class NoveltyHistory {

    static final int SECONDS = 600;

    private final TreeMap<Long, Double> seconds = new TreeMap<>();

    void add(long atMs, double novelty) {
        seconds.merge(Math.floorDiv(atMs, 1000L), novelty, Math::max);
        if (seconds.size() > SECONDS) {
            seconds.pollFirstEntry();
        }
    }

    /** The seconds from {@code second} on. */
    List<NoveltyPoint> since(long second) {
        List<NoveltyPoint> points = new ArrayList<>();
        for (Map.Entry<Long, Double> entry : seconds.tailMap(second, true).entrySet()) {
            points.add(new NoveltyPoint(entry.getKey(), entry.getValue()));
        }
        return points;
    }
}
