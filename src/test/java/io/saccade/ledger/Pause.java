package io.saccade.ledger;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Letting time pass. */
final class Pause {

    private Pause() {}

    static void of(Duration time) {
        until(System.nanoTime() + time.toNanos());
    }

    /** Until {@link System#nanoTime()} is there. */
    static void until(long nanoTime) {
        try {
            TimeUnit.NANOSECONDS.sleep(nanoTime - System.nanoTime());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
