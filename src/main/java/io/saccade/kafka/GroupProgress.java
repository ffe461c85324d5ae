package io.saccade.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Whether the group as a whole gets on, partition by partition. An instance without a partition sees no lag of its own, and
 * a partition that the group has given to nobody who is alive is in nobody's lag.
 */
final class GroupProgress {

    private final Map<TopicPartition, Standstill> standstills = new HashMap<>();

    /**
     * Where the group is in a partition.
     *
     * @param committed offset
     * @param end offset behind the last frame
     */
    record Position(long committed, long end) {}

    private record Standstill(long committed, long sinceNanos) {}

    /**
     * Takes note of where the group is now.
     *
     * @return the partition that has had frames and no commit for longest, and for how long
     */
    Stuck update(Map<TopicPartition, Position> positions, long nanos) {
        standstills.keySet().retainAll(positions.keySet());
        Stuck worst = Stuck.NONE;
        for (Map.Entry<TopicPartition, Position> entry : positions.entrySet()) {
            Position position = entry.getValue();
            if (position.committed() >= position.end()) {
                standstills.remove(entry.getKey());
                continue;
            }
            Standstill standstill = standstills.compute(
                    entry.getKey(),
                    (partition, before) -> before == null || before.committed() != position.committed()
                            ? new Standstill(position.committed(), nanos)
                            : before);
            Duration time = Duration.ofNanos(nanos - standstill.sinceNanos());
            if (time.compareTo(worst.time()) >= 0) {
                worst = new Stuck(entry.getKey().toString(), position.end() - position.committed(), time);
            }
        }
        return worst;
    }

    /**
     * A partition that stands still.
     *
     * @param partition topic and number; empty if there is none
     * @param frames that wait
     * @param time since the last commit that is known of
     */
    public record Stuck(String partition, long frames, Duration time) {
        static final Stuck NONE = new Stuck("", 0, Duration.ZERO);
    }
}
