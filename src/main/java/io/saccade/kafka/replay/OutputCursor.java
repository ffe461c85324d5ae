package io.saccade.kafka.replay;

import io.saccade.frame.Source;
import io.saccade.kafka.SourceHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What one output topic holds of one partition of frames, in the order of the frames' offsets.
 *
 * <p>Outputs lie on the frame's own partition where the topic has it, else on any; on each they are in order, but for
 * repeats. So a cursor need only go on until the first output of a later frame to have met all of this one.
 */
final class OutputCursor implements AutoCloseable {

    /** How much earlier than its frame an output may be stamped: clocks of cameras and services differ. */
    private static final Duration CLOCKS = Duration.ofMinutes(10);

    private final TopicPartition input;
    private final List<PartitionCursor> cursors = new ArrayList<>();
    private final Predicate<ConsumerRecord<byte[], byte[]>> wanted;
    private boolean truncated;
    private long first = Long.MAX_VALUE;

    /**
     * @param wanted an output of the partition that is not wanted is passed over; may be asked twice
     * @param begin the first frame; outputs are looked for from about its time on, or null: from the oldest one
     */
    OutputCursor(
            Cluster cluster,
            String topic,
            TopicPartition input,
            Predicate<ConsumerRecord<byte[], byte[]>> wanted,
            @Nullable ConsumerRecord<byte[], byte[]> begin) {
        this.input = input;
        this.wanted = wanted;
        try (KafkaConsumer<byte[], byte[]> consumer = cluster.consumer(Map.of())) {
            List<TopicPartition> all = Cluster.partitions(consumer, topic);
            List<TopicPartition> same = all.stream()
                    .filter(partition -> partition.partition() == input.partition())
                    .toList();
            for (TopicPartition partition : same.isEmpty() ? all : same) {
                cursors.add(open(cluster, consumer, partition, begin));
            }
        }
    }

    private PartitionCursor open(
            Cluster cluster,
            KafkaConsumer<byte[], byte[]> consumer,
            TopicPartition partition,
            @Nullable ConsumerRecord<byte[], byte[]> begin) {
        long oldest = at(consumer.beginningOffsets(List.of(partition)), partition);
        long end = at(consumer.endOffsets(List.of(partition)), partition);
        OffsetAndTimestamp near = begin == null
                ? null
                : consumer.offsetsForTimes(Map.of(partition, begin.timestamp() - CLOCKS.toMillis()))
                        .get(partition);
        if (begin != null && near != null && near.offset() > oldest) {
            PartitionCursor cursor = new PartitionCursor(cluster, partition, near.offset(), end);
            ConsumerRecord<byte[], byte[]> output = ahead(cursor, any -> true);
            if (output != null && frameOf(output) <= begin.offset()) {
                return cursor;
            }
            cursor.close(); // a clock that is further off: only the beginning is sure
        }
        truncated |= oldest > 0;
        return new PartitionCursor(cluster, partition, oldest, end);
    }

    /** Hands over every wanted output up to that frame that was not handed over yet, repeats of earlier ones too. */
    void upTo(long frame, BiConsumer<Long, ConsumerRecord<byte[], byte[]>> outputs) {
        for (PartitionCursor cursor : cursors) {
            ConsumerRecord<byte[], byte[]> output = ahead(cursor, wanted);
            while (output != null && frameOf(output) <= frame) {
                outputs.accept(frameOf(output), output);
                cursor.next();
                output = ahead(cursor, wanted);
            }
        }
    }

    /** Whether an output of that frame may have been deleted: the topic has lost its beginning and goes on later. */
    boolean mayHaveLost(long frame) {
        return truncated && first > frame;
    }

    /** The next output of our partition of frames that passes the filter. */
    private @Nullable ConsumerRecord<byte[], byte[]> ahead(
            PartitionCursor cursor, Predicate<ConsumerRecord<byte[], byte[]>> filter) {
        ConsumerRecord<byte[], byte[]> output = cursor.peek();
        while (output != null && !(isOurs(output) && filter.test(output))) {
            cursor.next();
            output = cursor.peek();
        }
        return output;
    }

    private boolean isOurs(ConsumerRecord<byte[], byte[]> output) {
        Source source = SourceHeaders.of(output);
        if (source == null
                || source.partition() != input.partition()
                || !source.topic().equals(input.topic())) {
            return false;
        }
        first = Math.min(first, source.offset());
        return true;
    }

    /** Offset of the frame that an output of ours is of. */
    static long frameOf(ConsumerRecord<byte[], byte[]> output) {
        return Objects.requireNonNull(SourceHeaders.of(output)).offset();
    }

    private static long at(Map<TopicPartition, Long> offsets, TopicPartition partition) {
        return offsets.getOrDefault(partition, 0L);
    }

    @Override
    public void close() {
        cursors.forEach(PartitionCursor::close);
    }
}
