package io.saccade.load.openloop;

import io.saccade.load.openloop.LoadSession.Held;
import java.time.Duration;
import java.util.List;

/** Warms a service up and finds the highest rate that it follows. */
final class Capacity {

    private static final Duration STEP = Duration.ofSeconds(10);
    private static final Duration WINDOW = Duration.ofSeconds(5);
    private static final int FEWEST_WINDOWS = 3;
    private static final int MOST_WINDOWS = 10;

    /** The service is warm when a window is not better than the best before it by more than this. */
    private static final double STILL_WARMING = 1.05;

    /** Where the search begins, as a share of the throughput of a closed loop. */
    private static final double SEARCH_START = 0.9;

    private final LoadSession session;

    Capacity(LoadSession session) {
        this.session = session;
    }

    /**
     * Works on full batches in a closed loop until the throughput no longer rises: the just-in-time compiler is through with
     * most of its work then.
     *
     * @return frames per second in the last window
     */
    double warmUp() {
        double best = 0;
        double rate = 0;
        for (int window = 1; window <= MOST_WINDOWS; window++) {
            best = Math.max(best, rate);
            rate = session.saturated(WINDOW);
            if (window >= FEWEST_WINDOWS && rate < best * STILL_WARMING) {
                break;
            }
        }
        session.settle();
        return rate;
    }

    /** Warms up, then holds rates until the highest that is followed is known; frames per second. */
    double find() {
        CapacitySearch search = new CapacitySearch(SEARCH_START * warmUp());
        for (int number = 1; !search.isDone(); number++) {
            String phase = "step " + number;
            Held held = session.hold(List.of(new Phase(phase, search.rate(), STEP)));
            Step step = Step.of(held.schedule(), held.began(), session.completions());
            session.settle();
            session.say(
                    "%s: %.1f frames per second due, %.1f came out, %s, %s",
                    phase,
                    step.offeredPerSecond(),
                    step.completedPerSecond(),
                    step.isFollowed() ? "followed" : "not followed",
                    session.latency(phase));
            search.observe(step.isFollowed());
        }
        session.say("capacity: %.1f frames per second", search.capacity());
        return search.capacity();
    }
}
