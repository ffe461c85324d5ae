package io.saccade.load.openloop;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** One clock for what is sent and what is seen, in ns since its start. A step of the wall clock does not change it. */
final class LoadClock {

    private final Instant wallStart = Instant.now();
    private final long start = System.nanoTime();

    /** Now. */
    long now() {
        return System.nanoTime() - start;
    }

    /** Returns at that time, or at once if it has passed. */
    void awaitUntil(long nanos) {
        try {
            TimeUnit.NANOSECONDS.sleep(nanos - now());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** A time as RFC 3339 in UTC, to the nanosecond. */
    String rfc3339(long nanos) {
        return wallStart.plusNanos(nanos).toString();
    }
}
