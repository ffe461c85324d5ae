package io.saccade.kafka;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** What the stream is doing: written by its own thread, read by health and metrics. */
@Singleton
public final class StreamStatus {

    /** What it may be doing. */
    public enum Stage {
        /** The cluster has not answered yet. */
        WAITING_FOR_KAFKA,
        /** Waiting for frames. */
        POLLING,
        /** Waiting for frames in the lanes. */
        SCORING,
        /** Training on samples. */
        TRAINING,
        /** Handing records to the producer. */
        SENDING,
        /** Committing what was sent. */
        COMMITTING,
        /** Going back to the last commit after a failure. */
        RECOVERING,
        /** Told to stop. */
        STOPPED
    }

    private final LongSupplier nanos;
    private Stage stage = Stage.WAITING_FOR_KAFKA;
    private long stageSince;
    private final Map<Stage, Long> nanosIn = new EnumMap<>(Stage.class);
    private long progressAt;
    private boolean work;
    private long lagRecords;
    private long oldestPendingMs;
    private long commits;
    private long aborts;
    private Optional<String> failure = Optional.empty();
    private boolean refused;
    private GroupProgress.Stuck group = GroupProgress.Stuck.NONE;

    /** Nothing has begun. */
    public StreamStatus() {
        this(System::nanoTime);
    }

    StreamStatus(LongSupplier nanos) {
        this.nanos = nanos;
        this.stageSince = nanos.getAsLong();
        this.progressAt = stageSince;
    }

    /** A stage begins. */
    public synchronized void enter(Stage next) {
        if (stage == Stage.WAITING_FOR_KAFKA) {
            progressAt = nanos.getAsLong();
        }
        if (stage != next) {
            long now = nanos.getAsLong();
            nanosIn.merge(stage, now - stageSince, Long::sum);
            stage = next;
            stageSince = now;
        }
    }

    /** How long it was in a stage, all times together, the present one included. */
    public synchronized Duration timeIn(Stage asked) {
        long present = stage == asked ? nanos.getAsLong() - stageSince : 0;
        return Duration.ofNanos(nanosIn.getOrDefault(asked, 0L) + present);
    }

    /**
     * A poll returned.
     *
     * @param lag frames on the topic that are not polled yet
     * @param inWork frames that are polled and not committed
     * @param oldestPendingTimestampMs of the oldest of these, ms since the epoch
     */
    public synchronized void polled(long lag, long inWork, long oldestPendingTimestampMs) {
        lagRecords = lag + inWork;
        oldestPendingMs = oldestPendingTimestampMs;
        work = lagRecords > 0;
        if (!work && failure.isEmpty()) {
            progressAt = nanos.getAsLong();
        }
    }

    /** A commit took place. */
    public synchronized void committed() {
        commits++;
        progressAt = nanos.getAsLong();
        recovered();
    }

    synchronized void failed(String cause) {
        aborts++;
        failure = Optional.of(cause);
        refused = false;
    }

    /** The cluster refuses something, which only a person can change. */
    synchronized void refused(String cause) {
        failed(cause);
        refused = true;
    }

    /** What is known of the group as a whole. */
    synchronized void group(GroupProgress.Stuck worst) {
        group = worst;
    }

    /** The failure is over although nothing was left to commit. */
    synchronized void recovered() {
        failure = Optional.empty();
        refused = false;
    }

    /** What is known now. */
    public synchronized Snapshot snapshot() {
        long now = nanos.getAsLong();
        return new Snapshot(
                stage,
                Duration.ofNanos(now - stageSince),
                Duration.ofNanos(now - progressAt),
                work,
                lagRecords,
                oldestPendingMs,
                commits,
                aborts,
                failure,
                refused,
                group);
    }

    /**
     * The stream at one moment.
     *
     * @param inStage how long it has been doing the same
     * @param sinceProgress time since the last commit, or since there was last nothing to do
     * @param work whether there are frames that are not committed
     * @param lagRecords how many, as far as is known
     * @param oldestPendingMs timestamp of the oldest frame that is polled and not committed; 0: there is none
     * @param aborts failures after which the stream went back to its last commit
     * @param failure what went wrong since the last commit, one line
     * @param refused whether it is that the cluster does not allow it
     * @param group the partition of the group, whosever it is, that has stood still for longest
     */
    public record Snapshot(
            Stage stage,
            Duration inStage,
            Duration sinceProgress,
            boolean work,
            long lagRecords,
            long oldestPendingMs,
            long commits,
            long aborts,
            Optional<String> failure,
            boolean refused,
            GroupProgress.Stuck group) {

        /** What the group as a whole does not get on with, whosever part it is, for longer than {@code patience}. */
        public Optional<String> groupStalled(Duration patience) {
            return group.time().compareTo(patience) <= 0
                    ? Optional.empty()
                    : Optional.of("the group has committed nothing of " + group.partition() + " for "
                            + group.time().toSeconds() + " s and " + group.frames() + " frames wait there");
        }

        /** What the cluster does not allow. */
        public Optional<String> refusal() {
            return failure.filter(cause -> refused);
        }

        /** Whether it should have got on and has not for longer than {@code patience}. */
        public boolean stalled(Duration patience) {
            return stage != Stage.WAITING_FOR_KAFKA && stage != Stage.STOPPED && sinceProgress.compareTo(patience) > 0;
        }
    }
}
