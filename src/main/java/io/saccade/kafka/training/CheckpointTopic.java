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
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Finds the last committed checkpoint of a trainer. Whole checkpoints are large and the topic is compacted late, so it is
 * read from its end backwards.
 */
public final class CheckpointTopic {

    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final long FIRST_WINDOW = 8;

    private final String topic;
    private final Supplier<Consumer<byte[], byte[]>> consumers;

    /** The topic, read with consumers that see only what is committed. */
    public CheckpointTopic(String topic, Supplier<Consumer<byte[], byte[]>> consumers) {
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
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic, ANSWER).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions, ANSWER);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, ANSWER);
            ConsumerRecord<byte[], byte[]> last = null;
            for (TopicPartition partition : partitions) {
                ConsumerRecord<byte[], byte[]> found = last(
                        consumer, partition, begins.getOrDefault(partition, 0L), ends.getOrDefault(partition, 0L), key);
                if (found != null && (last == null || found.timestamp() > last.timestamp())) {
                    last = found;
                }
            }
            return Optional.ofNullable(last);
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
        while (consumer.position(partition, ANSWER) < to) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(ANSWER).records(partition)) {
                if (record.offset() < to && record.value() != null && Arrays.equals(record.key(), key)) {
                    found = record;
                }
            }
        }
        return found;
    }
}
