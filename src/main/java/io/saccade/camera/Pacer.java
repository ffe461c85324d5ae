package io.saccade.camera;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Holds a rate without drift: the n-th permit is due n intervals after the first, however late the one before came. One
 * that has fallen behind by more than a second gives the lost time up and does not rush after it.
 */
public final class Pacer {

    private static final long MOST_BEHIND = TimeUnit.SECONDS.toNanos(1);

    /** Lets time pass. */
    @FunctionalInterface
    interface Sleep {
        void nanos(long nanos) throws InterruptedException;
    }

    private final double intervalNanos;
    private final LongSupplier clock;
    private final Sleep sleep;
    private long first;
    private long given;

    /**
     * A pacer of a number of permits a second; 0 for no limit.
     *
     * @throws IllegalArgumentException if the rate is negative or not a number
     */
    public Pacer(double perSecond) {
        this(perSecond, System::nanoTime, TimeUnit.NANOSECONDS::sleep);
    }

    Pacer(double perSecond, LongSupplier clock, Sleep sleep) {
        if (!(perSecond >= 0) || Double.isInfinite(perSecond)) {
            throw new IllegalArgumentException("a rate is 0 or more a second, got " + perSecond);
        }
        this.intervalNanos = perSecond == 0 ? 0 : 1e9 / perSecond;
        this.clock = clock;
        this.sleep = sleep;
    }

    /** Waits for the next permit; the first is due at once. */
    public void await() throws InterruptedException {
        if (intervalNanos == 0) {
            return;
        }
        long now = clock.getAsLong();
        if (given == 0) {
            first = now;
        }
        long due = first + (long) (given * intervalNanos);
        if (now - due > MOST_BEHIND) {
            first += now - due;
            due = now;
        }
        given++;
        if (due > now) {
            sleep.nanos(due - now);
        }
    }
}
