package io.saccade.load.openloop;

import io.saccade.attention.AttentionParameters;
import io.saccade.load.openloop.LoadSession.Held;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The courses of {@link Scenario}. */
final class Scenarios {

    private static final int PERCENT = 100;
    private static final double HALF = 0.5;
    private static final double BURST_BASE = 0.7;
    private static final double BURST_TIMES = 3;
    private static final Duration BURST = Duration.ofSeconds(2);
    private static final Duration BETWEEN_BURSTS = Duration.ofSeconds(18);
    private static final double NANOS_PER_SECOND = 1e9;

    /** Who is less than this behind has caught up. */
    private static final Duration CAUGHT_UP = Duration.ofMillis(500);

    private static final Duration AROUND_A_SWAP = Duration.ofSeconds(2);

    private Scenarios() {}

    static String steady(LoadSession session, Plan plan) {
        double capacity = plan.fullLoad(session);
        for (double load : List.of(HALF, 0.7, 0.9)) {
            hold(session, load, capacity, plan.time());
        }
        return capacity(capacity);
    }

    static String ramp(LoadSession session, Plan plan) {
        return capacity(plan.fullLoad(session));
    }

    static String burst(LoadSession session, Plan plan) {
        double capacity = plan.fullLoad(session);
        double base = BURST_BASE * capacity;
        List<Phase> phases = new ArrayList<>();
        Duration all = Duration.ZERO;
        while (all.compareTo(plan.time()) < 0) {
            phases.add(new Phase("burst", BURST_TIMES * base, BURST));
            phases.add(new Phase("between bursts", base, BETWEEN_BURSTS));
            all = all.plus(BURST).plus(BETWEEN_BURSTS);
        }
        session.hold(phases);
        tell(session, "burst", "between bursts");
        return capacity(capacity);
    }

    static String backlog(LoadSession session, Plan plan) {
        double capacity = plan.fullLoad(session);
        int frames = (int) (capacity * plan.time().toSeconds());
        Held held = session.backlog("backlog", frames);
        int before = session.completions().count(0, held.began());
        session.settle();
        tell(session, "backlog");
        double seconds = (session.completions().last() - held.began()) / NANOS_PER_SECOND;
        int drained = session.completions().count() - before;
        return capacity(capacity)
                + String.format(Locale.ROOT, " drained=%d drained-frames-per-second=%.1f", drained, drained / seconds);
    }

    static String brokerKill(LoadSession session, Plan plan) {
        double capacity = plan.fullLoad(session);
        double rate = HALF * capacity;
        Duration third = plan.time().dividedBy(3);
        CompletableFuture<Duration> kill = after(third, () -> session.broker().killAndRestart());
        Held held = session.hold(List.of(
                new Phase("before", rate, third), new Phase("kill", rate, third), new Phase("after", rate, third)));
        Duration away = kill.join();
        tell(session, "before", "kill", "after");
        long killed = held.began() + third.toNanos();
        Completions.Gap gap = session.completions()
                .longestGap(killed, Long.MAX_VALUE)
                .orElseThrow(() -> new IllegalStateException("nothing came out after the broker was killed"));
        return capacity(capacity)
                + String.format(
                        Locale.ROOT,
                        " broker-away-s=%.1f outage-s=%.1f caught-up-after-s=%.1f",
                        away.toNanos() / NANOS_PER_SECOND,
                        gap.nanos() / NANOS_PER_SECOND,
                        (caughtUp(session, held, gap.to(), rate) - killed) / NANOS_PER_SECOND);
    }

    static String modelSwap(LoadSession session, Plan plan) {
        double capacity = plan.fullLoad(session);
        double rate = HALF * capacity;
        AttentionParameters first = AttentionParameters.defaults();
        AttentionParameters second = negated(first);
        Duration half = plan.time().dividedBy(2).minus(AROUND_A_SWAP);
        CompletableFuture<Duration> swap = after(half.plus(AROUND_A_SWAP), () -> session.replaceModel(second));
        session.hold(List.of(
                new Phase("before", rate, half),
                new Phase("swap", rate, AROUND_A_SWAP.multipliedBy(2)),
                new Phase("after", rate, half)));
        Duration swapped = swap.join();
        tell(session, "before", "swap", "after");
        Outcomes outcomes = session.outcomes();
        if (outcomes.modelChanges() != session.settings().cameras) {
            session.find(session.settings().cameras + " cameras changed models " + outcomes.modelChanges() + " times");
        }
        return capacity(capacity)
                + String.format(
                        Locale.ROOT,
                        " swap-ms=%d maps-by-model=%s",
                        swapped.toMillis(),
                        outcomes.mapsByModel().toString().replace(" ", ""));
    }

    /** Holds a share of the capacity, waits for what is left of it, and tells its latencies. */
    static Measurements.AtLoad hold(LoadSession session, double load, double capacity, Duration time) {
        String phase = Math.round(load * PERCENT) + " %";
        double rate = load * capacity;
        session.hold(List.of(new Phase(phase, rate, time)));
        tell(session, phase);
        return new Measurements.AtLoad(load, rate, session.latency(phase), session.lateness(phase));
    }

    private static void tell(LoadSession session, String... phases) {
        session.settle();
        for (String phase : phases) {
            session.say(
                    "%s: frames=%d %s sender-late-p99-ms=%.1f sender-late-max-ms=%.1f",
                    phase,
                    session.latency(phase).count(),
                    session.latency(phase),
                    session.lateness(phase).p99(),
                    session.lateness(phase).max());
        }
    }

    private static String capacity(double capacity) {
        return String.format(Locale.ROOT, "capacity-frames-per-second=%.1f", capacity);
    }

    private static <T> CompletableFuture<T> after(Duration time, Supplier<T> action) {
        return CompletableFuture.supplyAsync(
                action, CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** When less than {@link #CAUGHT_UP} of load was waiting, for the first time after another. */
    private static long caughtUp(LoadSession session, Held held, long from, double rate) {
        long few = (long) (rate * CAUGHT_UP.toMillis() / TimeUnit.SECONDS.toMillis(1));
        long step = TimeUnit.MILLISECONDS.toNanos(100);
        long time = from;
        while (time < session.completions().last()
                && held.schedule().due(0, time - held.began())
                                - session.completions().count(held.began(), time)
                        > few) {
            time += step;
        }
        return time;
    }

    /** A model whose maps are the negatives of another's. */
    private static AttentionParameters negated(AttentionParameters parameters) {
        float[] values = parameters.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] = -values[i];
        }
        return new AttentionParameters(
                parameters.inputChannels(),
                parameters.outputChannels(),
                parameters.keys(),
                values,
                parameters.metadata());
    }
}
