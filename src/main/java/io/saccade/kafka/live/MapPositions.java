package io.saccade.kafka.live;

import io.saccade.frame.Source;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Guesses where on {@code score-maps} the map of a frame is whose summary was read.
 *
 * <p>Map and summary of a frame go to the partition of the same number in one transaction, in the same order, so that their
 * offsets differ by a number that hardly changes; entries of superseded frames, which have no map, are counted. Each map that
 * is read teaches that number anew. A guess is checked by the map's own headers, so that a wrong one costs a look, no more.
 */
final class MapPositions {

    private static final int MOST = 2_048;

    private final Map<Integer, Partition> partitions = new HashMap<>();

    /** What is known of one partition. */
    private static final class Partition {
        private long superseded;
        private @Nullable Long difference;
        private final Map<Source, Long> ordinals = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Source, Long> eldest) {
                return size() > MOST;
            }
        };
    }

    private Partition partition(int number) {
        return partitions.computeIfAbsent(number, unknown -> new Partition());
    }

    /** A summary was read. */
    void scored(int partition, long offset, Source source) {
        Partition known = partition(partition);
        known.ordinals.put(source, offset - known.superseded);
    }

    /** An entry without a map was read. */
    void superseded(int partition) {
        partition(partition).superseded++;
    }

    /** A map was read. */
    void learn(int partition, long offset, Source source) {
        Partition known = partition(partition);
        Long ordinal = known.ordinals.get(source);
        if (ordinal != null) {
            known.difference = offset - ordinal;
        }
    }

    /** The guess was of no use. */
    void forget(int partition) {
        partition(partition).difference = null;
    }

    /** Where the map of that frame should be; empty where nothing is known. */
    OptionalLong of(int partition, Source source) {
        Partition known = partition(partition);
        Long ordinal = known.ordinals.get(source);
        return ordinal == null || known.difference == null
                ? OptionalLong.empty()
                : OptionalLong.of(Math.max(0, ordinal + known.difference));
    }
}
