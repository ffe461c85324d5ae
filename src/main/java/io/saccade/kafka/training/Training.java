package io.saccade.kafka.training;

import io.saccade.gan.Checkpoint;
import io.saccade.gan.TrainingStep;
import io.saccade.kafka.StreamStatus;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What this instance's trainer is at: written by its own thread, read by health, metrics and the API. */
@Singleton
public final class Training {

    private final StreamStatus status = new StreamStatus();
    private final List<Consumer<Committed>> listeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable Checkpoint checkpoint;
    private volatile @Nullable TrainingStep lastStep;
    private volatile boolean halted;

    /**
     * What one commit made visible.
     *
     * @param steps training steps
     * @param records what became of the records
     */
    public record Committed(Checkpoint checkpoint, List<TrainingStep> steps, List<Account> records) {

        /** Whether a checkpoint that was found is the one of this commit. */
        boolean isOf(Optional<Checkpoint> found) {
            return found.map(Checkpoint::positions)
                    .filter(checkpoint.positions()::equals)
                    .isPresent();
        }
    }

    /**
     * What became of a record.
     *
     * @param reason why it was rejected; empty if it was learnt from
     * @param novelty of its most novel sample
     */
    public record Account(String camera, Optional<String> reason, double novelty) {}

    /** Whether training has come to a step that gives no finite numbers, with the setting to halt there. */
    public boolean halted() {
        return halted;
    }

    void halts() {
        halted = true;
    }

    /** What the stream is doing. */
    public StreamStatus status() {
        return status;
    }

    /** The last committed checkpoint; empty where another instance trains, or none does yet. */
    public Optional<Checkpoint> checkpoint() {
        return Optional.ofNullable(checkpoint);
    }

    /** The last committed step since this instance trains. */
    public Optional<TrainingStep> lastStep() {
        return Optional.ofNullable(lastStep);
    }

    /** Hears of every commit, on the trainer's thread. */
    public void listen(Consumer<Committed> listener) {
        listeners.add(listener);
    }

    void restored(Checkpoint from) {
        checkpoint = from;
    }

    void committed(Committed committed) {
        checkpoint = committed.checkpoint();
        halted = false;
        if (!committed.steps().isEmpty()) {
            lastStep = committed.steps().get(committed.steps().size() - 1);
        }
        listeners.forEach(listener -> listener.accept(committed));
    }

    void standsBy() {
        checkpoint = null;
        lastStep = null;
    }
}
