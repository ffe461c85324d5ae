package io.saccade.kafka.live;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads single records by their positions, within bounds of bytes and time. */
final class PointReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration ANSWER = Duration.ofSeconds(5);

    private final Consumer<byte[], byte[]> consumer;

    PointReader(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /**
     * The records at those offsets; where an offset has none, the first one behind it. What is not there in time is left out,
     * and so is what would take more bytes, the record excepted with which they are reached.
     */
    List<ConsumerRecord<byte[], byte[]>> read(
            Map<TopicPartition, ? extends Set<Long>> points, long mostBytes, Duration patience) {
        Map<TopicPartition, SortedSet<Long>> open = new HashMap<>();
        points.forEach((partition, offsets) -> open.put(partition, new TreeSet<>(offsets)));
        open.values().removeIf(Set::isEmpty);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        if (open.isEmpty()) {
            return records;
        }
        long deadline = System.nanoTime() + patience.toNanos();
        long bytes = 0;
        seek(open, true);
        while (!open.isEmpty() && bytes < mostBytes && System.nanoTime() < deadline) {
            boolean any = false;
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                bytes += Math.max(0, record.serializedValueSize());
                any = true;
                if (take(record, open)) {
                    records.add(record);
                }
            }
            if (any && !open.isEmpty()) {
                seek(open, false);
            }
        }
        return records;
    }

    private static boolean take(ConsumerRecord<byte[], byte[]> record, Map<TopicPartition, SortedSet<Long>> open) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        SortedSet<Long> offsets = open.get(partition);
        if (offsets == null) {
            return false;
        }
        Set<Long> reached = new HashSet<>(offsets.headSet(record.offset() + 1));
        offsets.removeAll(reached);
        if (offsets.isEmpty()) {
            open.remove(partition);
        }
        return !reached.isEmpty();
    }

    /** To the next point of each partition, unless it is there already. */
    private void seek(Map<TopicPartition, SortedSet<Long>> open, boolean fresh) {
        if (fresh) {
            consumer.assign(open.keySet());
        }
        open.forEach((partition, offsets) -> {
            if (fresh || consumer.position(partition, ANSWER) != offsets.first()) {
                consumer.seek(partition, offsets.first());
            }
        });
    }

    /** Where each partition ends for readers of committed records. */
    Map<TopicPartition, Long> ends(Set<TopicPartition> partitions) {
        return consumer.endOffsets(partitions, ANSWER);
    }

    /** How many partitions a topic has; 0: it is missing. */
    int partitions(String topic) {
        return consumer.listTopics(ANSWER).getOrDefault(topic, List.of()).size();
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
    }
}
