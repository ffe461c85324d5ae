package io.saccade.load.openloop;

import java.util.Locale;

/** A course of load. */
enum Scenario {
    /** Holds 50, 70 and 90 % of the capacity. */
    STEADY(Scenarios::steady),
    /** Finds the capacity. */
    RAMP(Scenarios::ramp),
    /** Holds 70 %, and three times as much for 2 s of every 20 s. */
    BURST(Scenarios::burst),
    /** All frames are due at once. */
    BACKLOG(Scenarios::backlog),
    /** Kills the broker at 50 % and starts it again. */
    BROKER_KILL(Scenarios::brokerKill),
    /** Puts another model in force at 50 %. */
    MODEL_SWAP(Scenarios::modelSwap);

    private final Course course;

    Scenario(Course course) {
        this.course = course;
    }

    /** What a scenario does with a session; it returns {@code key=value} pairs for the last line. */
    @FunctionalInterface
    interface Course {
        String run(LoadSession session, Plan plan) throws Exception;
    }

    String run(LoadSession session, Plan plan) throws Exception {
        return course.run(session, plan);
    }

    /** As it is written on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
