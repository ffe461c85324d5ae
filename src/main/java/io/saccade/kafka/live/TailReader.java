package io.saccade.kafka.live;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads topics from near their ends on. A partition that it falls behind in is read from near its end again: the newest
 * counts. Topics that are missing are looked for now and then.
 */
final class TailReader implements AutoCloseable {

    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final long LOOK_NANOS = Duration.ofSeconds(10).toNanos();
    private static final long LOOK_FOR_MISSING_NANOS = Duration.ofSeconds(3).toNanos();

    /** Behind by so many tails is too far. */
    private static final long MOST_BEHIND = 20;

    private final Consumer<byte[], byte[]> consumer;
    private final Map<String, Integer> tails;
    private final Set<TopicPartition> assigned = new HashSet<>();
    private boolean looked;
    private boolean missing;
    private long lookedNanos;

    /**
     * A reader.
     *
     * @param tails how many records before the end the reading of each topic begins
     */
    TailReader(Consumer<byte[], byte[]> consumer, Map<String, Integer> tails) {
        this.consumer = consumer;
        this.tails = Map.copyOf(tails);
    }

    /** The next records; waits for {@code patience} if there are none, and not at all while there are no topics. */
    Iterable<ConsumerRecord<byte[], byte[]>> poll(Duration patience) {
        long now = System.nanoTime();
        if (!looked || now - lookedNanos > (missing ? LOOK_FOR_MISSING_NANOS : LOOK_NANOS)) {
            look();
            looked = true;
            lookedNanos = now;
        }
        if (assigned.isEmpty()) {
            return List.of();
        }
        newestWins();
        return consumer.poll(patience);
    }

    /** Whether everything that is on the topics was read. */
    boolean isAtTheEnd() {
        return assigned.stream().allMatch(partition -> {
            OptionalLong lag = consumer.currentLag(partition);
            return lag.isPresent() && lag.getAsLong() == 0;
        });
    }

    private void look() {
        Map<String, List<PartitionInfo>> topics = consumer.listTopics(ANSWER);
        List<TopicPartition> found = new ArrayList<>();
        for (String topic : tails.keySet()) {
            topics.getOrDefault(topic, List.of()).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .filter(partition -> !assigned.contains(partition))
                    .forEach(found::add);
        }
        missing = !topics.keySet().containsAll(tails.keySet());
        boolean gone = assigned.removeIf(partition -> !topics.containsKey(partition.topic()));
        if (found.isEmpty() && !gone) {
            return;
        }
        assigned.addAll(found);
        consumer.assign(assigned);
        seekNearTheEnd(found);
    }

    private void seekNearTheEnd(List<TopicPartition> partitions) {
        if (partitions.isEmpty()) {
            return;
        }
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions, ANSWER);
        Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions, ANSWER));
        ends.forEach((partition, end) ->
                consumer.seek(partition, Math.max(begins.getOrDefault(partition, 0L), end - tail(partition))));
    }

    private void newestWins() {
        for (TopicPartition partition : assigned) {
            OptionalLong lag = consumer.currentLag(partition);
            if (lag.isPresent() && lag.getAsLong() > MOST_BEHIND * tail(partition)) {
                consumer.seek(partition, consumer.position(partition, ANSWER) + lag.getAsLong() - tail(partition));
            }
        }
    }

    private long tail(TopicPartition partition) {
        return tails.getOrDefault(partition.topic(), 1);
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
    }
}
