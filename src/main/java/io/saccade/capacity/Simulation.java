package io.saccade.capacity;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A plan, tried out. Instances share nothing but the brokers, so each is simulated by itself: all of them where they are
 * few, else a sample of them and always the one with the most cameras. The same seed gives the same numbers.
 *
 * @param instances how many were simulated
 * @param frames how many were measured
 * @param p50Ms latency from capture to commit that half of the frames stay under, in milliseconds; likewise the others
 * @param utilisation mean share of the lanes' time
 * @param hottest the same of the instance with the most cameras
 * @param hottestP99Ms latency of that instance
 * @param hottestBehind frames that it had not committed at the end
 */
public record Simulation(
        int instances,
        long frames,
        double p50Ms,
        double p90Ms,
        double p99Ms,
        double p999Ms,
        double utilisation,
        double hottest,
        double hottestP99Ms,
        long hottestBehind,
        double framesPerTransaction) {

    private static final double WARM_MS = 5_000;
    private static final double MEASURED_MS = 20_000;
    private static final double MS = 1e3;

    /** As many frames are simulated in about two seconds. */
    private static final double MOST_FRAMES = 3e6;

    /** Tries out a plan. */
    public static Simulation of(ScoringPlan plan, long seed) {
        int[] cameras = plan.placement().byInstance();
        int hottest = IntStream.range(0, cameras.length)
                .reduce((a, b) -> cameras[b] > cameras[a] ? b : a)
                .orElseThrow();
        InstanceSimulation.Run extreme = run(plan, cameras[hottest], new Random(seed));
        List<InstanceSimulation.Run> runs = sample(plan, seed)
                .parallel()
                .mapToObj(instance -> run(plan, cameras[instance], new Random(seed + 1 + instance)))
                .toList();
        double[] all = runs.stream()
                .flatMapToDouble(run -> Arrays.stream(run.latencies()))
                .sorted()
                .toArray();
        double[] worst = Arrays.stream(extreme.latencies()).sorted().toArray();
        return new Simulation(
                runs.size(),
                all.length,
                quantile(all, 0.5),
                quantile(all, 0.9),
                quantile(all, 0.99),
                quantile(all, 0.999),
                runs.stream()
                        .mapToDouble(InstanceSimulation.Run::utilisation)
                        .average()
                        .orElse(0),
                extreme.utilisation(),
                quantile(worst, 0.99),
                extreme.behind(),
                framesPerTransaction(runs));
    }

    private static double framesPerTransaction(List<InstanceSimulation.Run> runs) {
        long transactions =
                runs.stream().mapToLong(InstanceSimulation.Run::transactions).sum();
        long frames = runs.stream().mapToLong(InstanceSimulation.Run::committed).sum();
        return (double) frames / Math.max(1, transactions);
    }

    private static IntStream sample(ScoringPlan plan, long seed) {
        double framesOfOne = plan.demand().framesPerSecond() / plan.instances() * (WARM_MS + MEASURED_MS) / MS;
        int most = (int) Math.max(1, Math.min(plan.instances(), MOST_FRAMES / framesOfOne));
        return most == plan.instances()
                ? IntStream.range(0, most)
                : new Random(seed).ints(0, plan.instances()).distinct().limit(most);
    }

    private static InstanceSimulation.Run run(ScoringPlan plan, int cameras, Random random) {
        double period = MS / plan.demand().rate();
        double[] phases = random.doubles(cameras, 0, period).sorted().toArray();
        double warm = Math.max(WARM_MS, period);
        return new InstanceSimulation(speed(plan), phases, period, warm, warm + MEASURED_MS, random).run();
    }

    private static InstanceSimulation.Speed speed(ScoringPlan plan) {
        Instances settings = plan.settings();
        FrameShape shape = plan.demand().shape();
        CostModel costs = plan.costs();
        double frame = costs.serviceMs(shape, Double.POSITIVE_INFINITY);
        double send = costs.transactionMs(shape, 2) - costs.transactionMs(shape, 1);
        return new InstanceSimulation.Speed(
                settings.cores(),
                settings.batch(),
                frame,
                costs.serviceMs(shape, 1) - frame,
                costs.spread(),
                Instances.INGEST_ROUND_TRIPS * settings.roundTripMs(),
                Instances.COMMIT_ROUND_TRIPS * settings.roundTripMs() + costs.transactionMs(shape, 1) - send,
                send);
    }

    private static double quantile(double[] ascending, double share) {
        return ascending.length == 0 ? Double.NaN : ascending[(int) Math.ceil(share * ascending.length) - 1];
    }

    List<Figure> figures() {
        return List.of(
                new Figure("latency-p50", p50Ms, "ms", "capture to commit, " + instances + " instances simulated"),
                new Figure("latency-p90", p90Ms, "ms", "the same"),
                new Figure("latency-p99", p99Ms, "ms", "the same"),
                new Figure("latency-p99.9", p999Ms, "ms", "the same"),
                new Figure("simulated-utilisation", utilisation, "", "mean over those instances"),
                new Figure("simulated-frames-per-transaction", framesPerTransaction, "frames", "what a poll found"),
                new Figure("hottest-simulated-utilisation", hottest, "", "the instance with the most cameras"),
                new Figure("hottest-latency-p99", hottestP99Ms, "ms", "the same"),
                new Figure(
                        "hottest-behind", hottestBehind, "frames", "in flight or waiting when the simulation ended"));
    }
}
