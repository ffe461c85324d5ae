package io.saccade.capacity;

/**
 * What brokers and their topics are like. The shares of cores, network and disk that are used are the instances'.
 *
 * @param replication copies of each record
 * @param mapReaders consumers that read every score map and summary
 * @param retentionHours how long frames, maps and summaries are kept
 * @param cores cores of a broker
 * @param networkGbit gigabits a second, in each direction
 * @param diskGigabytes gigabytes a second that are written
 * @param diskTerabytes terabytes that are kept
 * @param partitions copies of partitions on a broker
 * @param perCluster most brokers of a cluster
 * @param membersPerGroup most instances in a consumer group; a cluster has one group
 */
public record Brokers(
        int replication,
        double mapReaders,
        double retentionHours,
        int cores,
        double networkGbit,
        double diskGigabytes,
        double diskTerabytes,
        int partitions,
        int perCluster,
        int membersPerGroup) {

    public Brokers {
        Demand.require("replication", replication, 1, 10);
        Demand.require("map-readers", mapReaders, 0, 1000);
        Demand.require("retention-hours", retentionHours, 0, 1e6);
        Demand.require("broker-cores", cores, 1, 1024);
        Demand.require("broker-network-gbit", networkGbit, 0.01, 10_000);
        Demand.require("broker-disk-gbps", diskGigabytes, 0.001, 10_000);
        Demand.require("broker-disk-tb", diskTerabytes, 0.001, 1e6);
        Demand.require("broker-partitions", partitions, 1, 1e6);
        Demand.require("cluster-brokers", perCluster, replication, 10_000);
        Demand.require("group-members", membersPerGroup, 1, 1e6);
    }
}
