package io.saccade.load.pipeline;

import java.time.Duration;
import java.util.List;

/**
 * How fast frames were done, and what that took, in the second half of the time from the first commit to the last: what runs
 * on the JVM is being compiled in the first.
 *
 * @param samples ascending in time; at least three of them with different numbers of frames
 */
record Pace(List<Sample> samples) {

    /** Commits that it takes. */
    static final int FEWEST = 3;

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MS = 1e6;
    private static final double WARM_UP_SHARE = 0.5;

    /**
     * What was seen right after a commit.
     *
     * @param nanos when, by {@link System#nanoTime}
     * @param frames how many were done by then
     * @param own processor time of what does them
     * @param broker processor time of the process that the broker is in
     */
    record Sample(long nanos, long frames, Duration own, Duration broker) {}

    Pace {
        samples = List.copyOf(samples);
        if (samples.size() < FEWEST) {
            throw new IllegalArgumentException(
                    "expected at least " + FEWEST + " commits, got " + samples.size() + ": take more frames");
        }
    }

    /** All frames that were done, warm-up included. */
    long frames() {
        return last().frames();
    }

    double framesPerSecond() {
        return counted() * NANOS_PER_SECOND / (last().nanos() - begin().nanos());
    }

    /** Milliseconds of a core for each frame, of what does them. */
    double ownMs() {
        return last().own().minus(begin().own()).toNanos() / NANOS_PER_MS / counted();
    }

    /** Milliseconds of a core for each frame, of the process that the broker is in. */
    double brokerMs() {
        return last().broker().minus(begin().broker()).toNanos() / NANOS_PER_MS / counted();
    }

    private long counted() {
        return last().frames() - begin().frames();
    }

    /** The first commit after the warm-up. */
    private Sample begin() {
        Sample first = samples.get(0);
        double warm = first.nanos() + WARM_UP_SHARE * (last().nanos() - first.nanos());
        return samples.stream()
                .filter(sample -> sample.nanos() >= warm)
                .findFirst()
                .filter(sample -> sample != last())
                .orElse(first);
    }

    private Sample last() {
        return samples.get(samples.size() - 1);
    }
}
