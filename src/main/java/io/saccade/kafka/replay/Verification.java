package io.saccade.kafka.replay;

import io.saccade.config.SaccadeConfig;
import io.saccade.scoring.Scorer;
import io.saccade.scoring.Scoring;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Scores a range of frames again and compares with what was published for them, byte for byte. It joins no group and
 * writes nothing.
 */
public final class Verification {

    private final Cluster cluster;
    private final SaccadeConfig config;
    private final Scoring scoring;
    private final Consumer<String> notes;
    private final Tally tally = new Tally();

    /** @param notes takes the first difference of each partition, and what else can't be compared; from any thread */
    public Verification(Cluster cluster, SaccadeConfig config, Scoring scoring, Consumer<String> notes) {
        this.cluster = cluster;
        this.config = config;
        this.scoring = scoring;
        this.notes = notes;
    }

    /**
     * Which frames.
     *
     * @param partition of the frames topic; empty: all
     * @param from first offset; empty: the oldest
     * @param to first offset that is left out; empty: the end when the run begins
     * @param limit most frames of a partition
     */
    public record Range(OptionalInt partition, OptionalLong from, OptionalLong to, long limit) {}

    /** What has been found so far. */
    public Tally tally() {
        return tally;
    }

    /** Verifies the range, several partitions at a time. A fault of Kafka's comes out as a runtime exception. */
    public void run(Range range) throws InterruptedException {
        List<PartitionRange> partitions = resolve(range);
        int threads = Math.max(1, Math.min(scoring.settings().lanes(), partitions.size()));
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> runs = new ArrayList<>();
            for (PartitionRange partition : partitions) {
                runs.add(pool.submit(() -> verify(partition, range.limit())));
            }
            for (Future<?> run : runs) {
                run.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("verification failed: " + e.getCause(), e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }

    private void verify(PartitionRange partition, long limit) {
        try (Scorer scorer = scoring.newScorer()) {
            new PartitionVerifier(cluster, config.topics(), scorer, scoring.identity(), tally, notes, partition)
                    .run(limit);
        }
    }

    private List<PartitionRange> resolve(Range range) {
        try (KafkaConsumer<byte[], byte[]> consumer =
                cluster.consumer(Map.of(ConsumerConfig.GROUP_ID_CONFIG, config.groupId()))) {
            List<TopicPartition> partitions = Cluster.partitions(
                            consumer, config.topics().frames())
                    .stream()
                    .filter(partition ->
                            range.partition().isEmpty() || range.partition().getAsInt() == partition.partition())
                    .toList();
            Map<TopicPartition, Long> oldest = consumer.beginningOffsets(partitions);
            Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
            Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(Set.copyOf(partitions));
            return partitions.stream()
                    .map(partition -> resolve(
                            partition,
                            range,
                            oldest.getOrDefault(partition, 0L),
                            end.getOrDefault(partition, 0L),
                            committed.get(partition)))
                    .toList();
        }
    }

    private PartitionRange resolve(
            TopicPartition partition, Range range, long oldest, long end, @Nullable OffsetAndMetadata committed) {
        long from = range.from().orElse(oldest);
        if (from < oldest) {
            notes.accept(partition.topic() + "/" + partition.partition() + ": frames " + from + " to " + (oldest - 1)
                    + " are gone by retention; beginning with " + oldest);
        }
        return new PartitionRange(
                partition,
                Math.max(from, oldest),
                Math.min(range.to().orElse(end), end),
                from <= oldest,
                committed == null ? Long.MAX_VALUE : committed.offset());
    }
}
