package io.saccade.capacity;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How many cameras fall to each instance: cameras {@code camera-0}, {@code camera-1} … are hashed to partitions, and
 * partition p belongs to instance p mod {@code instances}.
 *
 * @param byPartition cameras on each partition
 * @param byInstance cameras of each instance
 */
record Placement(int[] byPartition, int[] byInstance) {

    /** The hashes of that many cameras, from which placements are made. */
    static int[] hashes(int cameras) {
        return IntStream.range(0, cameras)
                .map(camera -> CameraHash.positive("camera-" + camera))
                .toArray();
    }

    static Placement of(int[] hashes, int partitions, int instances) {
        int[] byPartition = new int[partitions];
        int[] byInstance = new int[instances];
        for (int hash : hashes) {
            int partition = hash % partitions;
            byPartition[partition]++;
            byInstance[partition % instances]++;
        }
        return new Placement(byPartition, byInstance);
    }

    int mostOnAPartition() {
        return Arrays.stream(byPartition).max().orElse(0);
    }

    int mostOnAnInstance() {
        return Arrays.stream(byInstance).max().orElse(0);
    }
}
