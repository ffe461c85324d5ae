package io.saccade.capacity;

/**
 * What instances of the service are like.
 *
 * @param cores cores, and as many lanes, of an instance
 * @param partitions partitions of {@code frames} for each instance
 * @param batch most frames in a transaction
 * @param utilisation share of its cores, or of its stream's time, that a mean instance is to use
 * @param hottest the same for the instance with the most cameras
 * @param roundTripMs time to a broker and back, which the coefficients, measured on one machine, don't have
 */
public record Instances(int cores, int partitions, int batch, double utilisation, double hottest, double roundTripMs) {

    /** Requests that wait for each other in a commit: the last records, offsets twice, the end of the transaction. */
    static final int COMMIT_ROUND_TRIPS = 4;

    /** A frame's way in: sent, copied to the other brokers, fetched. */
    static final int INGEST_ROUND_TRIPS = 3;

    public Instances {
        Demand.require("cores-per-instance", cores, 1, 1024);
        Demand.require("partitions-per-instance", partitions, 1, 1024);
        Demand.require("batch", batch, 1, 10_000);
        Demand.require("utilisation", utilisation, 0.01, 0.99);
        Demand.require("hottest", hottest, utilisation, 1);
        Demand.require("round-trip-ms", roundTripMs, 0, 10_000);
    }
}
