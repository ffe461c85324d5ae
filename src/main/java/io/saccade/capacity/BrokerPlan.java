package io.saccade.capacity;

import java.util.List;
import java.util.stream.Stream;

/**
 * The brokers that a scoring plan takes. What is copied, kept and handed out follows from the topics' settings; each of the
 * limits of one broker asks for a number of them, and the largest holds.
 */
public record BrokerPlan(ScoringPlan scoring, Brokers settings) {

    /** Topics with as many partitions as {@code frames}, itself among them, as the service creates them. */
    static final int TOPICS = 5;

    /** Partitions of a cluster's log of transactions, Kafka's default; each has one coordinator. */
    static final int COORDINATORS = 50;

    private static final double MEGABYTES = 1e3;
    private static final double TERABYTE_SECONDS = 3_600 / 1e3;
    private static final double BITS = 8;
    private static final double MS = 1e3;

    private double framesPerSecond() {
        return scoring.demand().framesPerSecond();
    }

    private double inputMegabytes() {
        return scoring.demand().shape().inputMegabytes();
    }

    private double outputMegabytes() {
        return scoring.demand().shape().outputMegabytes();
    }

    private double gigabytes(double megabytesPerFrame) {
        return framesPerSecond() * megabytesPerFrame / MEGABYTES;
    }

    /** GB/s that producers send: frames, maps and summaries. */
    public double producedGigabytes() {
        return gigabytes(inputMegabytes() + outputMegabytes());
    }

    /** GB/s into the brokers: what is produced, and the copies that followers fetch. */
    public double inGigabytes() {
        return producedGigabytes() * settings.replication();
    }

    /** GB/s out of the brokers: frames to the instances, maps to their readers, copies to followers. */
    public double outGigabytes() {
        return gigabytes(inputMegabytes() + settings.mapReaders() * outputMegabytes())
                + producedGigabytes() * (settings.replication() - 1);
    }

    /** TB that are kept. */
    public double storedTerabytes() {
        return inGigabytes() * settings.retentionHours() * TERABYTE_SECONDS;
    }

    /** Core-milliseconds of all brokers for a frame. */
    public double brokerMs() {
        CostModel costs = scoring.costs();
        int records = 1 + CostModel.OUTPUT_RECORDS;
        double megabytes = inputMegabytes() + outputMegabytes();
        double append = settings.replication() * costs.appendMs(records, megabytes);
        double copies = (settings.replication() - 1) * costs.fetchMs(records, megabytes);
        double scorers = costs.fetchMs(1, inputMegabytes());
        double readers = settings.mapReaders() * costs.fetchMs(CostModel.OUTPUT_RECORDS, outputMegabytes());
        double transactions = costs.brokerTransactionMs() / scoring.framesPerTransaction();
        return append + copies + scorers + readers + transactions;
    }

    private double busyCores() {
        return framesPerSecond() / MS * brokerMs();
    }

    private double replicas() {
        return (double) scoring.partitions() * TOPICS * settings.replication();
    }

    /** A limit of one broker, and how many of them keep within it. */
    private record Limit(String name, double brokers) {}

    private Limit largest() {
        double share = scoring.settings().utilisation();
        double network = settings.networkGbit() / BITS * share;
        return Stream.of(
                        new Limit("copies of records", settings.replication()),
                        new Limit("cores", busyCores() / (settings.cores() * share)),
                        new Limit("network in", inGigabytes() / network),
                        new Limit("network out", outGigabytes() / network),
                        new Limit("disk writes", inGigabytes() / (settings.diskGigabytes() * share)),
                        new Limit("disk space", storedTerabytes() / (settings.diskTerabytes() * share)),
                        new Limit("copies of partitions", replicas() / settings.partitions()))
                .reduce((a, b) -> b.brokers() > a.brokers() ? b : a)
                .orElseThrow();
    }

    /** Brokers of all clusters. */
    public long brokers() {
        return Math.max((long) Math.ceil(largest().brokers()), (long) clusters() * settings.replication());
    }

    private double clustersByBrokers() {
        return Math.ceil(largest().brokers() / settings.perCluster());
    }

    private double clustersByMembers() {
        return Math.ceil((double) scoring.instances() / settings.membersPerGroup());
    }

    /** Clusters, each with a consumer group and its cameras. */
    public int clusters() {
        return (int) Math.max(clustersByBrokers(), clustersByMembers());
    }

    List<Figure> figures() {
        String clusterBound = clusters() == 1
                ? "the least there is"
                : clustersByBrokers() >= clustersByMembers() ? "brokers of a cluster" : "members of a group";
        double coordinators = (double) clusters() * COORDINATORS;
        return List.of(
                new Figure("produced", producedGigabytes(), "GB/s", "frames, maps and summaries"),
                new Figure("brokers-in", inGigabytes(), "GB/s", "produced, times copies"),
                new Figure("brokers-out", outGigabytes(), "GB/s", "scoring, readers of maps, copies"),
                new Figure("storage", storedTerabytes(), "TB", "what comes in, times retention"),
                new Figure("broker-ms-per-frame", brokerMs(), "core-ms", "the cost model, all copies and readers"),
                new Figure("broker-busy-cores", busyCores(), "cores", "frames a second times core-ms per frame"),
                new Figure("brokers", brokers(), "", largest().name()),
                new Figure("partition-copies", replicas(), "", TOPICS + " topics, times copies"),
                new Figure("clusters", clusters(), "", clusterBound),
                new Figure("consumer-groups", clusters(), "", "one for each cluster"),
                new Figure(
                        "transactions-per-coordinator",
                        scoring.transactionsPerSecond() / coordinators,
                        "1/s",
                        COORDINATORS + " partitions of the transaction log in each cluster"));
    }
}
