package io.saccade.decode;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A deadline that does not run while the whole process stands still: a paused container or a sleeping machine says nothing
 * about the frame that was being decoded. The time is waited for in slices, and no wait counts for more than two slices.
 */
final class Countdown {

    private static final long SLICE = Duration.ofMillis(50).toNanos();

    private final LongSupplier clock;
    private long leftNanos;
    private long lastNanos;

    Countdown(Duration time) {
        this(time, System::nanoTime);
    }

    Countdown(Duration time, LongSupplier clock) {
        this.clock = clock;
        this.leftNanos = time.toNanos();
        this.lastNanos = clock.getAsLong();
    }

    /** How long to wait now, in ns. */
    long slice() {
        isOver();
        return Math.max(0, Math.min(SLICE, leftNanos));
    }

    /** Counts the time since the last look. */
    boolean isOver() {
        long now = clock.getAsLong();
        leftNanos -= Math.min(now - lastNanos, 2 * SLICE);
        lastNanos = now;
        return leftNanos <= 0;
    }
}
