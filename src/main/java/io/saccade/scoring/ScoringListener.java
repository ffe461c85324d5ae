package io.saccade.scoring;

/** Hears what goes in and what comes out; called from one thread, and must be quick. */
public interface ScoringListener {

    /** Frames were taken on. */
    default void onReceived(int frames) {}

    /** A frame's records were handed over for sending. */
    void onOutcome(Outcome outcome);
}
