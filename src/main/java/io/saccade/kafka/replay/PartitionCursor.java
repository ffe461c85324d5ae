package io.saccade.kafka.replay;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads one partition, from an offset up to an end that is fixed beforehand, one committed record after the other. It
 * holds one poll of records at a time.
 */
final class PartitionCursor implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration STALL = Duration.ofSeconds(30);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final TopicPartition partition;
    private final long end;
    private final Queue<ConsumerRecord<byte[], byte[]>> fetched = new ArrayDeque<>();

    /**
     * A cursor at {@code from}, or at the oldest record if that is later.
     *
     * @param end first offset that is not read
     */
    PartitionCursor(Cluster cluster, TopicPartition partition, long from, long end) {
        this.consumer = cluster.consumer(Map.of());
        this.partition = partition;
        this.end = end;
        consumer.assign(List.of(partition));
        consumer.seek(partition, from);
    }

    /**
     * The next record, which stays the next one; null at the end.
     *
     * @throws IllegalStateException if the broker sends nothing for half a minute
     */
    @Nullable
    ConsumerRecord<byte[], byte[]> peek() {
        long last = System.nanoTime();
        while (fetched.isEmpty() && consumer.position(partition) < end) {
            long before = consumer.position(partition);
            consumer.poll(POLL).forEach(fetched::add);
            if (consumer.position(partition) > before) {
                last = System.nanoTime();
            } else if (System.nanoTime() - last > STALL.toNanos()) {
                throw new IllegalStateException(
                        "nothing came from " + partition + " for " + STALL.toSeconds() + " s, at offset " + before);
            }
        }
        ConsumerRecord<byte[], byte[]> next = fetched.peek();
        return next == null || next.offset() >= end ? null : next;
    }

    /** The next record, which is then behind; null at the end. */
    @Nullable
    ConsumerRecord<byte[], byte[]> next() {
        ConsumerRecord<byte[], byte[]> next = peek();
        if (next != null) {
            fetched.remove();
        }
        return next;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
