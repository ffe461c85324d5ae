package io.saccade.load.openloop;

import io.saccade.broker.Logs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * Latency at 70 % of the capacity with the service's defaults and VGA JPEGs: {@code load-tests/bench latency}. Arguments: the
 * service's jar, and the time for which the load is held in seconds (60). The last line is
 * {@code bench latency: key=value …}; the exit code is 0 only if nothing was lost, doubled, disordered or wrong.
 */
public final class LatencyBench {

    private static final double LOAD = 0.7;

    private LatencyBench() {}

    /** Runs it. */
    public static void main(String[] args) throws Exception {
        Logs.onlyErrors();
        Duration time = Duration.ofSeconds(args.length > 1 ? Long.parseLong(args[1]) : 60);
        System.exit(run(Path.of(args[0]), time) ? 0 : 1);
    }

    private static boolean run(Path jar, Duration time) throws Exception {
        try (LoadSession session = new LoadSession(jar, LoadSettings.of(), System.out)) {
            double capacity = new Capacity(session).find();
            StageSeconds before = session.stages();
            Latency latency = Scenarios.hold(session, LOAD, capacity, time).latency();
            session.say(
                    "stages in ms per frame: %s", session.stages().since(before).msPerFrame());
            Verdict verdict = session.verdict();
            System.out.printf(
                    Locale.ROOT,
                    "bench latency: %s load=%.2f capacity-frames-per-second=%.1f frames=%d %s%n",
                    latency,
                    LOAD,
                    capacity,
                    latency.count(),
                    verdict);
            return verdict.isClean();
        }
    }
}
