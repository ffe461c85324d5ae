package io.saccade.load.openloop;

import java.time.Duration;

/**
 * What came out while a rate was held, without the first third of the time.
 *
 * @param offered frames that were due
 * @param completed score maps that came out, of frames of whichever age
 * @param time in which they were counted
 */
record Step(long offered, long completed, Duration time) {

    /** More than this share of what was due stays behind: the backlog grows. */
    private static final double SHARE_LEFT_BEHIND = 0.03;

    private static final double NANOS_PER_SECOND = 1e9;

    /** Counts a schedule that began at a time. */
    static Step of(Schedule schedule, long began, Completions completions) {
        long skipped = schedule.time().toNanos() / 3;
        long end = schedule.time().toNanos();
        return new Step(
                schedule.due(skipped, end),
                completions.count(began + skipped, began + end),
                Duration.ofNanos(end - skipped));
    }

    /** Whether the backlog did not grow. */
    boolean isFollowed() {
        return offered - completed <= SHARE_LEFT_BEHIND * offered;
    }

    double offeredPerSecond() {
        return offered * NANOS_PER_SECOND / time.toNanos();
    }

    double completedPerSecond() {
        return completed * NANOS_PER_SECOND / time.toNanos();
    }
}
