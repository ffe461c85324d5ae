package io.saccade.capacity;

import java.util.List;
import java.util.Locale;

/**
 * The instances of the service that a demand takes.
 *
 * @param framesPerTransaction frames that come while a transaction is committed, 1 to the batch's limit
 * @param serviceMs core-milliseconds of a frame
 * @param instances how many
 * @param bound what made them so many
 * @param placement how cameras fall to them
 */
public record ScoringPlan(
        Demand demand,
        Instances settings,
        CostModel costs,
        double framesPerTransaction,
        double serviceMs,
        int instances,
        String bound,
        Placement placement) {

    private static final double MS = 1e3;
    private static final int MOST_INSTANCES = 10_000_000;

    /** More instances don't help where single cameras are large against one. */
    private static final int MOST_GROWTH = 8;

    private static final double GROWTH = 1.02;
    private static final int ROUNDS = 100;

    /**
     * The fewest instances whose mean use of cores and of the stream's thread stays within the target, and whose hottest one
     * stays within its own.
     *
     * @throws IllegalArgumentException if a camera alone is too much for an instance, or cameras can't be spread well enough
     */
    public static ScoringPlan of(Demand demand, Instances settings, CostModel costs) {
        double alone = new Load(demand, settings, costs, demand.rate()).use();
        if (alone > settings.hottest()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "a camera takes %.2f instances of %d cores by itself, and its frames can't be divided: give larger"
                            + " instances",
                    alone,
                    settings.cores()));
        }
        int enough = 1;
        Load load = load(demand, settings, costs, enough);
        while (load.use() > settings.utilisation()) {
            int next = (int) Math.ceil(enough * load.use() / settings.utilisation());
            enough = Math.max(enough + 1, Math.min(next, MOST_INSTANCES));
            load = load(demand, settings, costs, enough);
        }
        return spread(demand, settings, costs, enough, load.bound());
    }

    private static ScoringPlan spread(Demand demand, Instances settings, CostModel costs, int enough, String bound) {
        int[] hashes = Placement.hashes(demand.cameras());
        String why = enough == 1 ? "the least there is" : bound;
        for (int instances = enough; instances <= (long) enough * MOST_GROWTH; instances = grown(instances)) {
            Placement placement = Placement.of(hashes, Math.multiplyExact(instances, settings.partitions()), instances);
            double most = placement.mostOnAnInstance() * demand.rate();
            if (new Load(demand, settings, costs, most).use() <= settings.hottest()) {
                Load mean = load(demand, settings, costs, instances);
                return new ScoringPlan(
                        demand,
                        settings,
                        costs,
                        mean.framesPerTransaction(),
                        mean.serviceMs(),
                        instances,
                        why,
                        placement);
            }
            why = "the hash: the instance with the most cameras";
        }
        throw new IllegalArgumentException("cameras fall too unevenly to " + enough + " to " + enough * MOST_GROWTH
                + " instances of " + settings.cores() + " cores: give larger instances or a lower utilisation");
    }

    private static int grown(int instances) {
        return Math.max(instances + 1, (int) (instances * GROWTH));
    }

    private static Load load(Demand demand, Instances settings, CostModel costs, int instances) {
        return new Load(demand, settings, costs, demand.framesPerSecond() / instances);
    }

    /** An instance that gets a rate of frames. */
    private record Load(Demand demand, Instances settings, CostModel costs, double rate) {

        /** While one transaction is committed the next one's frames come. */
        double framesPerTransaction() {
            double frames = 1;
            for (int round = 0; round < ROUNDS; round++) {
                double waiting = rate / MS * commitMs(frames);
                frames = Math.max(1, Math.min(settings.batch(), waiting));
            }
            return frames;
        }

        double serviceMs() {
            return costs.serviceMs(demand.shape(), framesPerTransaction());
        }

        double use() {
            return Math.max(cores(), stream());
        }

        String bound() {
            return cores() >= stream() ? "cores" : "the stream's thread, which sends and commits";
        }

        private double cores() {
            return rate / MS * serviceMs() / settings.cores();
        }

        /** Of full transactions, which it would make if it had to. */
        private double stream() {
            return rate / MS * commitMs(settings.batch()) / settings.batch();
        }

        private double commitMs(double frames) {
            return costs.transactionMs(demand.shape(), frames) + Instances.COMMIT_ROUND_TRIPS * settings.roundTripMs();
        }
    }

    /** Cores in use, without what is kept free. */
    public double busyCores() {
        return demand.framesPerSecond() / MS * serviceMs;
    }

    /** Share of its time that the stream's thread of a mean instance would use with full transactions. */
    public double stream() {
        return load(demand, settings, costs, instances).stream();
    }

    /** Transactions a second of all instances. */
    public double transactionsPerSecond() {
        return demand.framesPerSecond() / framesPerTransaction;
    }

    /** Partitions of {@code frames}, and of each topic that is written. */
    public int partitions() {
        return instances * settings.partitions();
    }

    /** Share of its cores that the instance uses to which most cameras fall. */
    public double hottest() {
        double most = placement.mostOnAnInstance() * demand.rate();
        return new Load(demand, settings, costs, most).cores();
    }

    List<Figure> figures() {
        double cores = (double) instances * settings.cores();
        return List.of(
                new Figure("service-ms-per-frame", serviceMs, "core-ms", "the cost model"),
                new Figure("busy-cores", busyCores(), "cores", "frames a second times core-ms per frame"),
                new Figure("instances", instances, "", bound),
                new Figure("cores", cores, "cores", "instances times cores of an instance"),
                new Figure("utilisation", busyCores() / cores, "", "mean over the instances"),
                new Figure("hottest-utilisation", hottest(), "", placement.mostOnAnInstance() + " cameras by the hash"),
                new Figure("stream-utilisation", stream(), "", "sending and committing on one thread, full batches"),
                new Figure("partitions", partitions(), "", "instances times partitions for each"),
                new Figure(
                        "hottest-partition",
                        placement.mostOnAPartition() * demand.rate(),
                        "frames/s",
                        placement.mostOnAPartition() + " cameras by the hash"),
                new Figure(
                        "frames-per-transaction",
                        framesPerTransaction,
                        "frames",
                        "frames that come while one is committed"),
                new Figure("transactions", transactionsPerSecond(), "1/s", "frames a second over frames in each"));
    }
}
