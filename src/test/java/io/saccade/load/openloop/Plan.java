package io.saccade.load.openloop;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How hard and how long.
 *
 * @param rate frames per second that count as full load; null: what the service is found to follow
 * @param time of each stretch that is held
 */
record Plan(@Nullable Double rate, Duration time) {

    /** Warms up, and finds the capacity unless a rate is given; frames per second. */
    double fullLoad(LoadSession session) {
        Capacity capacity = new Capacity(session);
        if (rate == null) {
            return capacity.find();
        }
        capacity.warmUp();
        return rate;
    }
}
