package io.saccade.kafka.replay;

import io.saccade.config.SaccadeConfig.TopicSettings;
import io.saccade.frame.Source;
import io.saccade.kafka.RecordSizes;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Sends dead letters back to the frames topic as they came, each once for a consumer group: frames and the group's
 * positions are one transaction, and letters that a filter leaves are remembered beside the position.
 *
 * <p>It ends where the dead letters ended when it began, so that a letter that comes back is not sent again.
 */
public final class Redrive {

    private static final int BATCH_LETTERS = 100;
    private static final long BATCH_BYTES = 16L << 20;

    private final Cluster cluster;
    private final TopicSettings topics;
    private final String group;
    private final Selection selection;
    private final Consumer<String> notes;

    private long read;
    private long sent;
    private long skipped;
    private long incomplete;
    private long unsettledLetters;
    private long unsettledBytes;

    /**
     * Which letters.
     *
     * @param reasons only these; empty: any
     * @param camera only of this camera; null: any
     * @param partition of the dead letters; empty: all
     * @param from first offset of a partition; empty: where the group is
     * @param to first offset that is left out; empty: the end when the run begins
     * @param limit most letters to send
     * @param again also those that the group has sent before
     */
    public record Selection(
            Set<String> reasons,
            @Nullable String camera,
            OptionalInt partition,
            OptionalLong from,
            OptionalLong to,
            long limit,
            boolean again) {

        private boolean wants(DeadLetter letter, String frames) {
            Source source = letter.source();
            return (source == null || source.topic().equals(frames))
                    && (reasons.isEmpty() || reasons.contains(letter.reason()))
                    && (camera == null || camera.equals(letter.camera()));
        }
    }

    /** @param notes takes a line for each letter that can't be sent, and in a dry run for each that would be */
    public Redrive(Cluster cluster, TopicSettings topics, String group, Selection selection, Consumer<String> notes) {
        this.cluster = cluster;
        this.topics = topics;
        this.group = group;
        this.selection = selection;
        this.notes = notes;
    }

    /** Sends; a fault of Kafka's comes out as a runtime exception, and what was not settled was not sent. */
    public void run() {
        run(false);
    }

    /** Goes through the same letters, says what it would send, and sends and remembers nothing. */
    public void dryRun() {
        run(true);
    }

    /** All counts, as {@code read=3 sent=2 skipped=1 incomplete=0}; always read = sent + skipped + incomplete. */
    @Override
    public String toString() {
        return "read=" + read + " sent=" + sent + " skipped=" + skipped + " incomplete=" + incomplete;
    }

    private void run(boolean dry) {
        try (KafkaConsumer<byte[], byte[]> consumer = cluster.consumer(Map.of(ConsumerConfig.GROUP_ID_CONFIG, group));
                RedriveTarget target =
                        dry ? new DryTarget(notes) : new TransactionalTarget(cluster, consumer.groupMetadata())) {
            int frames = Cluster.partitions(consumer, topics.frames()).size();
            for (TopicPartition partition : Cluster.partitions(consumer, topics.deadLetters())) {
                if (selection.partition().isEmpty() || selection.partition().getAsInt() == partition.partition()) {
                    redrive(consumer, partition, frames, target);
                }
            }
        }
    }

    private void redrive(
            KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, int frames, RedriveTarget target) {
        RedriveProgress progress =
                RedriveProgress.of(consumer.committed(Set.of(partition)).get(partition));
        long oldest = consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
        long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        progress.startAt(oldest);
        long from = Math.max(oldest, selection.from().orElse(selection.again() ? oldest : progress.first()));
        long to = Math.min(end, selection.to().orElse(end));
        try (PartitionCursor letters = new PartitionCursor(cluster, partition, from, to)) {
            long at = from;
            ConsumerRecord<byte[], byte[]> record = sent < selection.limit() ? letters.next() : null;
            while (record != null) {
                progress.done(at, record.offset()); // no letters, but marks of transactions
                at = record.offset() + 1;
                take(new DeadLetter(record), progress, frames, target);
                if (unsettledLetters >= BATCH_LETTERS || unsettledBytes >= BATCH_BYTES) {
                    settle(partition, progress, target);
                }
                record = sent < selection.limit() ? letters.next() : null;
            }
            if (unsettledLetters > 0) {
                settle(partition, progress, target);
            }
        }
    }

    private void take(DeadLetter letter, RedriveProgress progress, int frames, RedriveTarget target) {
        long offset = letter.record().offset();
        if (progress.isDone(offset) && !selection.again()) {
            return;
        }
        read++;
        unsettledLetters++;
        if (!selection.wants(letter, topics.frames())) {
            skipped++;
            progress.leave(offset);
            return;
        }
        progress.done(offset, offset + 1);
        if (!letter.isComplete()) {
            incomplete++;
            notes.accept(letter.position() + ": can't be sent back, its value or headers were left out for their size");
            return;
        }
        ProducerRecord<byte[], byte[]> frame = letter.original(topics.frames(), partition(letter.source(), frames));
        unsettledBytes += RecordSizes.upperBound(frame);
        target.send(letter, frame);
        sent++;
    }

    /** The frame's own partition where the topic has it; else the producer chooses by key. */
    private static @Nullable Integer partition(@Nullable Source source, int partitions) {
        return source != null && source.partition() >= 0 && source.partition() < partitions
                ? Integer.valueOf(source.partition())
                : null;
    }

    private void settle(TopicPartition partition, RedriveProgress progress, RedriveTarget target) {
        target.settle(partition, progress.toOffset());
        unsettledLetters = 0;
        unsettledBytes = 0;
    }
}
