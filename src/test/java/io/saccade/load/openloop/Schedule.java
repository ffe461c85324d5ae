package io.saccade.load.openloop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * When each frame is due: fixed before the first is sent.
 *
 * @param frames in the order of their times
 * @param time from the start to the end of the last phase
 */
record Schedule(List<Due> frames, Duration time) {

    /**
     * A frame to come.
     *
     * @param nanos from the start of the schedule
     * @param camera 0 … cameras − 1
     * @param phase name of the phase that it belongs to
     */
    record Due(long nanos, int camera, String phase) {}

    Schedule {
        frames = List.copyOf(frames);
    }

    /** Phases one after the other, each camera with an equal share of the rate and a phase of its own. */
    static Schedule of(List<Phase> phases, int cameras, Arrivals arrivals, RandomGenerator random) {
        List<Due> frames = new ArrayList<>();
        Duration begin = Duration.ZERO;
        for (Phase phase : phases) {
            double period = phase.periodNanos(cameras);
            for (int camera = 0; camera < cameras; camera++) {
                double at = arrivals.first(period, random);
                while (at < phase.time().toNanos()) {
                    frames.add(new Due(begin.toNanos() + (long) at, camera, phase.name()));
                    at += arrivals.gap(period, random);
                }
            }
            begin = begin.plus(phase.time());
        }
        frames.sort(Comparator.comparingLong(Due::nanos));
        return new Schedule(frames, begin);
    }

    /** A backlog: all frames are due at once, the cameras in turns. */
    static Schedule atOnce(String phase, int frames, int cameras) {
        return new Schedule(
                IntStream.range(0, frames)
                        .mapToObj(i -> new Due(0, i % cameras, phase))
                        .toList(),
                Duration.ZERO);
    }

    /** Frames that are due from one time to another, in ns from the start; the second is not included. */
    long due(long from, long to) {
        return frames.stream()
                .filter(frame -> frame.nanos() >= from && frame.nanos() < to)
                .count();
    }
}
