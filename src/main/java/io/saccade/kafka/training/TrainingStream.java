package io.saccade.kafka.training;

import io.saccade.frame.Frame;
import io.saccade.gan.Checkpoint;
import io.saccade.gan.Progress;
import io.saccade.gan.Trainer;
import io.saccade.gan.TrainingHaltedException;
import io.saccade.gan.TrainingStep;
import io.saccade.kafka.FrameReader;
import io.saccade.kafka.GanTopics;
import io.saccade.kafka.Publisher;
import io.saccade.kafka.RebalancedException;
import io.saccade.kafka.RecordSizes;
import io.saccade.kafka.StreamRunner;
import io.saccade.kafka.StreamStatus;
import io.saccade.kafka.StreamStatus.Stage;
import io.saccade.kafka.Topics;
import io.saccade.kafka.training.SampleLanes.Samples;
import io.saccade.kafka.training.Training.Account;
import io.saccade.kafka.training.Training.Committed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The consume-train-produce loop of one consumer. One thread does all of it and only decoding is done beside it.
 *
 * <ul>
 *   <li>Novelty of frames, metrics of steps, a checkpoint, and the group's offsets are one transaction. The checkpoint is all
 *       that the trainer is behind those offsets, an unfinished minibatch included, so that a transaction may end anywhere.
 *   <li>After any failure, and when the partitions come to this member, the trainer becomes what the last committed
 *       checkpoint says and reads on from its positions. Those are the truth; the group's offsets are the same, for people
 *       and tools that look at lag.
 *   <li>Where there is no checkpoint yet one is committed before anything is learnt, so that there is always one to go back
 *       to.
 * </ul>
 */
final class TrainingStream implements StreamRunner.Stream {

    private static final Duration IDLE = Duration.ofMillis(500);
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final Consumer<byte[], byte[]> consumer;
    private final Publisher publisher;
    private final Parts parts;

    private final Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
    private final List<TrainingStep> steps = new ArrayList<>();
    private final List<Account> accounts = new ArrayList<>();
    private @Nullable Committed inDoubt;
    private @Nullable RuntimeException failedInPoll;
    private long begunNanos;
    private long oldestMs;

    /** Something was sent that is not committed. */
    private boolean open;

    /** The trainer is what the last checkpoint says, or has learnt from what was polled since. */
    private boolean restored;

    /** Step of the last picture of samples. */
    private long drawnAt;

    /**
     * What a stream works with.
     *
     * @param trainerId key of the checkpoints
     * @param interval how long a transaction collects what comes of frames
     * @param samplesEvery steps between two pictures; 0: none
     */
    record Parts(
            Trainer trainer,
            SampleLanes lanes,
            CheckpointTopic checkpoints,
            TrainingRecords records,
            SamplePictures pictures,
            Training training,
            Topics topics,
            GanTopics names,
            String trainerId,
            Duration interval,
            long samplesEvery) {

        StreamStatus status() {
            return training.status();
        }
    }

    TrainingStream(Consumer<byte[], byte[]> consumer, Publisher publisher, Parts parts) {
        this.consumer = consumer;
        this.publisher = publisher;
        this.parts = parts;
    }

    @Override
    public boolean sound() {
        return restored || consumer.assignment().isEmpty();
    }

    @Override
    public void recover() {
        failedInPoll = null;
        forget();
        if (consumer.assignment().isEmpty()) {
            return; // another member trains, and would be cut off by a producer of ours
        }
        publisher.restart();
        Optional<Checkpoint> last = parts.checkpoints().last(parts.trainerId());
        Committed perhaps = inDoubt;
        inDoubt = null;
        if (perhaps != null && perhaps.isOf(last)) {
            settled(perhaps); // it took place, only its answer was lost
        }
        last.ifPresentOrElse(this::restore, parts.trainer()::reset);
        Map<TopicPartition, OffsetAndMetadata> known = new HashMap<>();
        last.ifPresent(checkpoint -> checkpoint
                .positions()
                .forEach((name, offset) -> known.put(Positions.parse(name), new OffsetAndMetadata(offset))));
        boolean complete = last.isPresent();
        for (TopicPartition partition : consumer.assignment()) {
            OffsetAndMetadata position = known.get(partition);
            if (position == null) {
                complete = false;
                position = new OffsetAndMetadata(consumer.position(partition, ANSWER));
            }
            positions.put(partition, position);
            consumer.seek(partition, position);
        }
        drawnAt = parts.trainer().progress().steps();
        restored = true;
        if (complete) {
            parts.training().restored(last.orElseThrow());
        } else {
            begin();
            commit();
        }
    }

    private void restore(Checkpoint checkpoint) {
        try {
            parts.trainer().restore(checkpoint);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(e.getMessage() + "; expected the settings that trainer '"
                    + parts.trainerId() + "' began with, or another saccade.gan.trainer-id");
        }
    }

    @Override
    public void step() {
        try {
            advance();
        } catch (TrainingHaltedException e) {
            restored = false;
            parts.training().halts();
            throw e;
        } catch (RuntimeException | Error e) {
            restored = false;
            throw e;
        }
    }

    private void advance() {
        parts.status().enter(Stage.POLLING);
        ConsumerRecords<byte[], byte[]> polled = consumer.poll(patience());
        if (failedInPoll != null) {
            throw failedInPoll;
        }
        if (!restored) {
            polled.partitions()
                    .forEach(partition -> consumer.seek(
                            partition, polled.records(partition).get(0).offset()));
            parts.status().polled(0, 0, 0);
            return; // nothing is learnt before it is known where to go on
        }
        learn(polled);
        tellLag();
        if (open && left().compareTo(Duration.ZERO) <= 0) {
            commit();
        }
    }

    private Duration patience() {
        Duration left = open ? left() : IDLE;
        return left.isNegative() ? Duration.ZERO : left.compareTo(IDLE) < 0 ? left : IDLE;
    }

    private Duration left() {
        return parts.interval().minusNanos(System.nanoTime() - begunNanos);
    }

    private void begin() {
        if (!open) {
            publisher.begin();
            open = true;
            begunNanos = System.nanoTime();
        }
    }

    private void learn(ConsumerRecords<byte[], byte[]> polled) {
        if (polled.nextOffsets().isEmpty()) {
            return;
        }
        begin();
        parts.status().enter(Stage.TRAINING);
        List<Read> reads = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : polled) {
            Frame frame = FrameReader.read(record);
            reads.add(new Read(record, frame.withoutPayload(), parts.lanes().submit(frame.payload())));
            oldestMs = oldestMs == 0 ? record.timestamp() : oldestMs;
        }
        reads.forEach(this::learn);
        positions.putAll(polled.nextOffsets());
    }

    private record Read(ConsumerRecord<byte[], byte[]> record, Frame frame, Future<Samples> samples) {}

    private void learn(Read read) {
        Samples samples = SampleLanes.await(read.samples());
        if (samples.rejection().isPresent()) {
            publisher.send(parts.records()
                    .rejected(read.record(), read.frame(), samples.rejection().get()));
            accounts.add(new Account(
                    read.frame().camera(),
                    Optional.of(samples.rejection().get().reason().wireName()),
                    0));
            return;
        }
        int index = 0;
        double highest = 0;
        for (float[] sample : samples.samples()) {
            Trainer.Result result = parts.trainer().accept(read.frame().camera(), sample);
            publisher.send(parts.records().novelty(read.record(), read.frame(), index++, result.novelty()));
            result.step().ifPresent(steps::add);
            highest = Math.max(highest, result.novelty().novelty());
        }
        accounts.add(new Account(read.frame().camera(), Optional.empty(), highest));
    }

    private void commit() {
        parts.status().enter(Stage.COMMITTING);
        Map<String, Long> where = new TreeMap<>();
        positions.forEach((partition, position) -> where.put(Positions.text(partition), position.offset()));
        Checkpoint checkpoint = parts.trainer().checkpoint().at(where);
        String digest = checkpoint.digest();
        for (TrainingStep step : steps) {
            publisher.send(parts.records().metrics(step, digest));
        }
        draw(checkpoint);
        ProducerRecord<byte[], byte[]> record = parts.records().checkpoint(checkpoint, digest);
        requireRoom(record);
        publisher.send(record);
        Committed committed = new Committed(checkpoint, List.copyOf(steps), List.copyOf(accounts));
        inDoubt = committed;
        publisher.commit(positions, consumer);
        settled(committed);
        settle();
    }

    private void settled(Committed committed) {
        inDoubt = null;
        parts.status().committed();
        parts.training().committed(committed);
    }

    private void requireRoom(ProducerRecord<byte[], byte[]> checkpoint) {
        int bytes = RecordSizes.upperBound(checkpoint);
        int most = parts.topics().maxRecordBytes(parts.names().checkpoints());
        if (bytes > most) {
            throw new IllegalStateException(
                    "a checkpoint takes " + bytes + " bytes, " + parts.names().checkpoints()
                            + " takes records of " + most
                            + "; expected smaller layers, fewer saccade.gan.cameras, or a larger max.message.bytes");
        }
    }

    private void draw(Checkpoint checkpoint) {
        Progress progress = checkpoint.progress();
        if (parts.samplesEvery() > 0 && progress.steps() - drawnAt >= parts.samplesEvery()) {
            SamplePictures pictures = parts.pictures();
            publisher.send(parts.records().samples(pictures.draw(checkpoint), progress.steps(), pictures.count()));
            drawnAt = progress.steps();
        }
    }

    /** Nothing is open any more. */
    private void settle() {
        open = false;
        oldestMs = 0;
        steps.clear();
        accounts.clear();
    }

    private void forget() {
        settle();
        restored = false;
        positions.clear();
    }

    private void tellLag() {
        long behind = 0;
        for (TopicPartition partition : consumer.assignment()) {
            behind += consumer.currentLag(partition).orElse(0);
        }
        parts.status().polled(behind, accounts.size(), oldestMs);
    }

    @Override
    public void finish() {
        if (restored && open) {
            commit();
        }
        restored = false;
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
        try {
            finish();
        } catch (RuntimeException e) {
            failedInPoll = e; // an exception in here would leave the rebalance half done
        }
        forget();
        parts.training().standsBy();
        parts.status().polled(0, 0, 0);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> lost) {
        if (open) {
            failedInPoll = new RebalancedException("partitions were lost with samples of theirs in work");
        }
        forget();
        parts.training().standsBy();
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
        forget();
    }
}
