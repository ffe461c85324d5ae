package io.saccade.kafka;

import io.saccade.kafka.BatchInWork.InWork;
import io.saccade.kafka.StreamStatus.Stage;
import io.saccade.scoring.FreshnessPolicy;
import io.saccade.scoring.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The consume-process-produce loop of one consumer: poll, score, send, commit. One thread does all of it and only the
 * lanes work beside it, so that these hold without a lock:
 *
 * <ul>
 *   <li>While a batch is sent and committed, the next ones are already in the lanes. Those that are done by then are
 *       committed with it.
 *   <li>A partition is given up only inside {@link Consumer#poll}. Before it is, everything that was polled from it is
 *       committed; if that fails, nothing of it is.
 *   <li>After any failure the caller restarts the publisher, then {@link #reset} goes back to the positions that the broker
 *       has committed. What was polled before is dropped: none of it can be committed later.
 * </ul>
 */
final class FrameStream implements StreamRunner.Stream {

    /**
     * Batches in the lanes behind the one that is sent and committed. One would do if a commit never took longer than the
     * lanes take for a batch.
     */
    private static final int AHEAD = 2;

    private static final Duration IDLE = Duration.ofMillis(500);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Duration BETWEEN_CHECKS = Duration.ofSeconds(1);

    private final Consumer<byte[], byte[]> consumer;
    private final Publisher publisher;
    private final Parts parts;

    /** Partitions new to us, of which it is not known whether the group has a position in them. */
    private final Set<TopicPartition> unseen = new HashSet<>();

    /** Where we began in partitions that had no committed position. */
    private final Map<TopicPartition, OffsetAndMetadata> beginnings = new HashMap<>();

    /** Batches in the lanes, the oldest first. */
    private final Deque<BatchInWork> scoring = new ArrayDeque<>();

    private @Nullable Transaction open;
    private @Nullable Transaction inDoubt;
    private @Nullable RuntimeException failedInPoll;
    private boolean gathering;

    /** Something failed since the last {@link #reset}, or there was none yet: nothing may be committed. */
    private boolean broken = true;

    private final Map<TopicPartition, OffsetAndMetadata> lastCommitted = new HashMap<>();
    private long checkedNanos = System.nanoTime();

    /**
     * What a stream works with.
     *
     * @param work begins on a batch
     * @param records writes outcomes as records
     * @param tracing makes spans of them
     * @param committed hears of outcomes once they are committed
     * @param most frames to score in a batch
     * @param interval how long a transaction collects batches
     * @param longest how long a transaction may be open while frames are waited for
     */
    record Parts(
            Function<PolledBatch, BatchInWork> work,
            OutcomeRecords records,
            Tracing tracing,
            FreshnessPolicy freshness,
            java.util.function.Consumer<List<Outcome>> committed,
            StreamStatus status,
            int most,
            Duration interval,
            Duration longest,
            Clock clock) {}

    /** What is sent and not committed. */
    private record Transaction(
            long begunNanos,
            Map<TopicPartition, OffsetAndMetadata> positions,
            List<Outcome> outcomes,
            List<Tracing.Attempt> attempts) {

        static Transaction begin() {
            return new Transaction(System.nanoTime(), new HashMap<>(), new ArrayList<>(), new ArrayList<>());
        }

        void ended(boolean committed) {
            attempts.forEach(attempt -> attempt.end(committed));
        }

        Duration left(Duration interval) {
            return interval.minusNanos(System.nanoTime() - begunNanos);
        }
    }

    FrameStream(Consumer<byte[], byte[]> consumer, Publisher publisher, Parts parts) {
        this.consumer = consumer;
        this.publisher = publisher;
        this.parts = parts;
    }

    @Override
    public void recover() {
        publisher.restart();
        reset();
    }

    /** Polls once, puts what came into the lanes, and sends and commits what was in them. */
    @Override
    public void step() {
        try {
            advance();
        } catch (RuntimeException | Error e) {
            broken = true;
            throw e;
        }
    }

    private void advance() {
        int newest = fill() ? 1 : 0;
        if (scoring.size() > newest) {
            publish(scoring.remove());
        }
        while (scoring.size() > newest && scoring.element().isDone()) {
            publish(scoring.remove());
        }
        if (open != null && open.left(parts.interval()).compareTo(Duration.ZERO) <= 0) {
            commit();
            check();
        }
    }

    /** Polls once, and where there is a backlog until the lanes have enough; whether the last poll gave anything. */
    private boolean fill() {
        PolledBatch next;
        do {
            next = poll();
            if (next.isEmpty()) {
                return false;
            }
            scoring.add(parts.work().apply(next));
        } while (!next.hasRoom(parts.most()) && scoring.size() <= AHEAD);
        return true;
    }

    @Override
    public void finish() {
        settle();
        broken = true;
    }

    /** Goes back to the last commit. The publisher must have been restarted, so that no commit is in doubt. */
    void reset() {
        scoring.forEach(BatchInWork::close);
        scoring.clear();
        failedInPoll = null;
        gathering = false;
        Set<TopicPartition> mine = consumer.assignment();
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(mine, ANSWER);
        if (inDoubt != null
                && committed.entrySet().containsAll(inDoubt.positions().entrySet())) {
            settled(inDoubt); // it took place, only its answer was lost
        } else if (open != null) {
            open.ended(false);
        }
        inDoubt = null;
        open = null;
        committed.forEach((partition, position) -> {
            OffsetAndMetadata begin = position == null ? beginnings.get(partition) : position;
            if (begin != null) {
                consumer.seek(partition, begin);
            }
        });
        broken = false;
    }

    private PolledBatch poll() {
        PolledBatch batch = new PolledBatch();
        parts.status().enter(Stage.POLLING);
        ConsumerRecords<byte[], byte[]> polled = poll(patience());
        batch.add(polled, parts.freshness(), parts.clock());
        if (parts.freshness().anyNewestOnly()) {
            gathering = true;
            while (!polled.nextOffsets().isEmpty() && batch.hasRoom(parts.most())) {
                polled = poll(Duration.ZERO);
                batch.add(polled, parts.freshness(), parts.clock());
            }
            gathering = false;
        }
        tellLag(batch);
        return batch;
    }

    private ConsumerRecords<byte[], byte[]> poll(Duration patience) {
        ConsumerRecords<byte[], byte[]> polled = consumer.poll(patience);
        if (failedInPoll != null) {
            throw failedInPoll;
        }
        commitBeginnings(polled);
        return polled;
    }

    private Duration patience() {
        if (!scoring.isEmpty()) {
            return Duration.ZERO;
        }
        Duration left = open == null ? IDLE : open.left(parts.interval());
        return left.isNegative() ? Duration.ZERO : left;
    }

    /**
     * Sends what comes of each frame as soon as it and those before it are done, while the lanes work on. What takes so
     * long that the broker may end the transaction is committed in parts.
     */
    private void publish(BatchInWork batch) {
        try (batch) {
            for (InWork frame : batch.frames()) {
                parts.status().enter(Stage.SCORING);
                Outcome outcome = frame.await();
                parts.status().enter(Stage.SENDING);
                send(frame.record(), parts.records().fit(frame.record(), outcome), batch.begun());
                if (inTransaction().left(parts.longest()).isNegative()) {
                    commit();
                }
            }
        }
        inTransaction().positions().putAll(batch.positions());
    }

    private void send(ConsumerRecord<byte[], byte[]> frame, Outcome outcome, Instant begun) {
        Transaction transaction = inTransaction();
        List<ProducerRecord<byte[], byte[]>> records = parts.records().of(frame, outcome);
        transaction.attempts().add(parts.tracing().begin(frame, outcome, begun, records));
        records.forEach(publisher::send);
        transaction.outcomes().add(outcome);
        transaction
                .positions()
                .put(
                        new TopicPartition(frame.topic(), frame.partition()),
                        new OffsetAndMetadata(frame.offset() + 1, frame.leaderEpoch(), ""));
    }

    private Transaction inTransaction() {
        Transaction transaction = open;
        if (transaction == null) {
            publisher.begin();
            transaction = Transaction.begin();
            open = transaction;
        }
        return transaction;
    }

    private void commit() {
        Transaction transaction = open;
        if (transaction == null) {
            return;
        }
        parts.status().enter(Stage.COMMITTING);
        inDoubt = transaction;
        publisher.commit(transaction.positions(), consumer);
        inDoubt = null;
        open = null;
        settled(transaction);
    }

    private void settled(Transaction transaction) {
        parts.status().committed();
        lastCommitted.putAll(transaction.positions());
        transaction.ended(true);
        parts.committed().accept(transaction.outcomes());
    }

    /** Holds the broker to its word, at most once a second: the committed positions must be those that we sent. */
    private void check() {
        if (System.nanoTime() - checkedNanos < BETWEEN_CHECKS.toNanos()) {
            return;
        }
        checkedNanos = System.nanoTime();
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(lastCommitted.keySet(), ANSWER);
        lastCommitted.forEach((partition, sent) -> {
            OffsetAndMetadata found = committed.get(partition);
            if (found == null || found.offset() != sent.offset()) {
                throw new IllegalStateException("the broker has position " + (found == null ? "none" : found.offset())
                        + " committed for " + partition + ", expected " + sent.offset());
            }
        });
    }

    private void settle() {
        while (!scoring.isEmpty()) {
            publish(scoring.remove());
        }
        commit();
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
        if (!revoked.isEmpty() && !broken) {
            giveUp();
        }
        forget(revoked);
    }

    private void giveUp() {
        if (gathering) {
            failInPoll(new RebalancedException("partitions were taken away while a batch was gathered"));
            return;
        }
        try {
            settle();
        } catch (RuntimeException e) {
            failInPoll(e);
        }
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> lost) {
        if (gathering || !scoring.isEmpty() || open != null) {
            failInPoll(new RebalancedException("partitions were lost with frames of theirs in work"));
        }
        forget(lost);
    }

    /** An exception in a callback would leave the rebalance half done; it comes out when the poll returns. */
    private void failInPoll(RuntimeException failure) {
        failedInPoll = failure;
        broken = true;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
        unseen.addAll(assigned);
    }

    private void forget(Collection<TopicPartition> partitions) {
        unseen.removeAll(partitions);
        beginnings.keySet().removeAll(partitions);
        lastCommitted.keySet().removeAll(partitions);
    }

    /**
     * Commits where we begin in partitions that have no position yet. Without it a failure before the first commit would
     * go back to wherever {@code auto.offset.reset} then points.
     */
    private void commitBeginnings(ConsumerRecords<byte[], byte[]> polled) {
        if (unseen.isEmpty()) {
            return;
        }
        for (TopicPartition partition : polled.partitions()) { // first, because it can't fail
            OffsetAndMetadata first =
                    new OffsetAndMetadata(polled.records(partition).get(0).offset());
            if (unseen.contains(partition)) {
                beginnings.putIfAbsent(partition, first);
            }
        }
        for (TopicPartition partition : unseen) {
            if (!beginnings.containsKey(partition)) {
                beginnings.put(partition, new OffsetAndMetadata(consumer.position(partition, ANSWER)));
            }
        }
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(unseen, ANSWER);
        committed.forEach((partition, position) -> {
            if (position != null) {
                beginnings.remove(partition);
            }
        });
        Map<TopicPartition, OffsetAndMetadata> missing = new HashMap<>(beginnings);
        missing.keySet().retainAll(unseen);
        if (!missing.isEmpty()) {
            consumer.commitSync(missing, ANSWER);
        }
        unseen.clear();
    }

    private void tellLag(PolledBatch batch) {
        long inWork = batch.frames().size();
        for (BatchInWork begun : scoring) {
            inWork += begun.frames().size();
        }
        long oldestMs = scoring.isEmpty() ? batch.oldestMs() : scoring.element().oldestMs();
        if (open != null) {
            inWork += open.outcomes().size();
        }
        long behind = 0;
        for (TopicPartition partition : consumer.assignment()) {
            behind += consumer.currentLag(partition).orElse(0);
        }
        parts.status().polled(behind, inWork, oldestMs);
    }
}
