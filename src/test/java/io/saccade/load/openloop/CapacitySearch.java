package io.saccade.load.openloop;

/**
 * Finds the highest rate that is followed. Rates go up, by a tenth first and then in growing steps, until one is not followed
 * (or down until one is), then the bracket between the two is halved, by its geometric mean, until it is within 5 %. The answer is a rate that was held,
 * never one that was only reached for a moment.
 */
final class CapacitySearch {

    private static final double FIRST_STEP = 1.1;
    private static final double PRECISION = 1.05;

    private double step = FIRST_STEP;
    private double rate;
    private double followed;
    private double notFollowed = Double.POSITIVE_INFINITY;

    /** Begins at a rate in frames per second. */
    CapacitySearch(double start) {
        if (!(start > 0) || Double.isInfinite(start)) {
            throw new IllegalArgumentException("a rate is more than 0 frames a second, got " + start);
        }
        this.rate = start;
    }

    /** The rate to hold next. */
    double rate() {
        return rate;
    }

    /** Says whether the service followed {@link #rate}. */
    void observe(boolean wasFollowed) {
        if (wasFollowed) {
            followed = rate;
        } else {
            notFollowed = rate;
        }
        if (followed == 0) {
            rate = notFollowed / step;
            step *= step;
        } else if (Double.isInfinite(notFollowed)) {
            rate = followed * step;
            step *= step;
        } else {
            rate = Math.sqrt(followed * notFollowed);
        }
    }

    /** Whether {@link #capacity} is known well enough. */
    boolean isDone() {
        return followed > 0 && notFollowed <= followed * PRECISION;
    }

    /** The highest rate that was followed. */
    double capacity() {
        return followed;
    }
}
