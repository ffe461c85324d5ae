package io.saccade.kafka.training;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.saccade.gan.Checkpoint;
import io.saccade.tensor.MalformedTensorsException;
import io.saccade.tensor.Safetensors;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Finds the last committed checkpoint of a trainer. Whole checkpoints are large and the topic is compacted late, so it is
 * read from its end backwards.
 *
 * <p>The end is that of everything that was sent. Where another trainer's transaction is open, readers see nothing behind its
 * begin, not even what is committed there: that is waited for, because an older checkpoint would be learnt on twice.
 */
public final class CheckpointTopic {

    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Duration IDLE = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long FIRST_WINDOW = 8;

    private final String topic;
    private final Function<IsolationLevel, Consumer<byte[], byte[]>> consumers;

    /** The topic, read with consumers without a group. */
    public CheckpointTopic(String topic, Function<IsolationLevel, Consumer<byte[], byte[]>> consumers) {
        this.topic = topic;
        this.consumers = consumers;
    }

    /**
     * The last checkpoint of a trainer; empty if there is none.
     *
     * @throws IllegalStateException if the last record of the trainer is no checkpoint
     */
    public Optional<Checkpoint> last(String trainer) {
        return lastRecord(trainer).map(record -> {
            try {
                return Checkpoint.of(Safetensors.read(record.value()));
            } catch (MalformedTensorsException e) {
                throw new IllegalStateException(
                        topic + "/" + record.partition() + "/" + record.offset() + ", the last checkpoint of trainer '"
                                + trainer + "', can't be read: " + e.getMessage(),
                        e);
            }
        });
    }

    private Optional<ConsumerRecord<byte[], byte[]>> lastRecord(String trainer) {
        byte[] key = trainer.getBytes(UTF_8);
        Map<TopicPartition, Long> ends = ends();
        try (Consumer<byte[], byte[]> consumer = consumers.apply(IsolationLevel.READ_COMMITTED)) {
            Map<TopicPartition, Long> begins = consumer.beginningOffsets(ends.keySet(), ANSWER);
            ConsumerRecord<byte[], byte[]> last = null;
            for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
                TopicPartition partition = end.getKey();
                ConsumerRecord<byte[], byte[]> found =
                        last(consumer, partition, begins.getOrDefault(partition, 0L), end.getValue(), key);
                if (found != null && (last == null || found.timestamp() > last.timestamp())) {
                    last = found;
                }
            }
            return Optional.ofNullable(last);
        }
    }

    private Map<TopicPartition, Long> ends() {
        try (Consumer<byte[], byte[]> consumer = consumers.apply(IsolationLevel.READ_UNCOMMITTED)) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic, ANSWER).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            return consumer.endOffsets(partitions, ANSWER);
        }
    }

    private static @Nullable ConsumerRecord<byte[], byte[]> last(
            Consumer<byte[], byte[]> consumer, TopicPartition partition, long begin, long end, byte[] key) {
        consumer.assign(List.of(partition));
        long to = end;
        for (long window = FIRST_WINDOW; to > begin; window *= 2) {
            long from = Math.max(begin, end - window);
            ConsumerRecord<byte[], byte[]> found = lastBetween(consumer, partition, from, to, key);
            if (found != null) {
                return found;
            }
            to = from;
        }
        return null;
    }

    private static @Nullable ConsumerRecord<byte[], byte[]> lastBetween(
            Consumer<byte[], byte[]> consumer, TopicPartition partition, long from, long to, byte[] key) {
        ConsumerRecord<byte[], byte[]> found = null;
        consumer.seek(partition, from);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (consumer.position(partition, ANSWER) < to) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the end of " + partition
                        + " can't be read: a transaction has been open there for " + PATIENCE.toSeconds() + " s");
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(IDLE).records(partition)) {
                if (record.offset() < to && record.value() != null && Arrays.equals(record.key(), key)) {
                    found = record;
                }
            }
        }
        return found;
    }
}
