package io.saccade.load.openloop;

/** A course of load. */
enum Scenario {
    STEADY(Scenarios::steady, "holds 50, 70 and 90 % of the capacity"),
    RAMP(Scenarios::ramp, "finds the capacity"),
    BURST(Scenarios::burst, "70 %, and three times as much for 2 s of every 20 s"),
    BACKLOG(Scenarios::backlog, "all frames are due at once"),
    BROKER_KILL(Scenarios::brokerKill, "kills the broker at 50 % and starts it again"),
    MODEL_SWAP(Scenarios::modelSwap, "puts another model in force at 50 %");

    private final Course course;
    private final String description;

    Scenario(Course course, String description) {
        this.course = course;
        this.description = description;
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
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    String description() {
        return description;
    }
}
