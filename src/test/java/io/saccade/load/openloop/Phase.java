package io.saccade.load.openloop;

import java.time.Duration;

/**
 * A stretch of load.
 *
 * @param name what its latencies are told under; several stretches may share one
 * @param framesPerSecond of all cameras together
 * @param time how long it is
 */
record Phase(String name, double framesPerSecond, Duration time) {

    private static final double NANOS_PER_SECOND = 1e9;

    Phase {
        if (!(framesPerSecond > 0) || Double.isInfinite(framesPerSecond)) {
            throw new IllegalArgumentException("a rate is more than 0 frames a second, got " + framesPerSecond);
        }
        if (time.isZero() || time.isNegative()) {
            throw new IllegalArgumentException("a phase lasts longer than 0 s, got " + time);
        }
    }

    /** Mean time between two frames of one of so many cameras, in ns. */
    double periodNanos(int cameras) {
        return cameras * NANOS_PER_SECOND / framesPerSecond;
    }
}
