package io.saccade.scoring;

/** Told of every outcome once its records are sent; called from one thread, and must be quick. */
@FunctionalInterface
public interface OutcomeListener {

    /** What became of a frame. */
    void onOutcome(Outcome outcome);
}
