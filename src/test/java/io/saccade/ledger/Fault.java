package io.saccade.ledger;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** What happens to broker and services. */
enum Fault {
    KILL_SERVICE,
    PAUSE_SERVICE,
    PAUSE_SERVICE_LONG,
    PAUSE_BROKER,
    PAUSE_BROKER_LONG,
    KILL_BROKER,
    JOIN,
    LEAVE,
    VANISH,
    CUT,
    HOLD,
    THROTTLE;

    /** A schedule in which every kind comes before any comes again. */
    static List<Fault> schedule(int rounds, Random random) {
        List<Fault> schedule = new ArrayList<>();
        while (schedule.size() < rounds) {
            List<Fault> all = new ArrayList<>(List.of(values()));
            Collections.shuffle(all, random);
            schedule.addAll(all);
        }
        return List.copyOf(schedule.subList(0, rounds));
    }
}
