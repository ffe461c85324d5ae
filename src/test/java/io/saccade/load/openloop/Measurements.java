package io.saccade.load.openloop;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * What a report tells.
 *
 * @param conditions of the measurement, in words, one a line
 * @param capacity highest rate that was followed, in frames per second
 * @param held for how long each load was held
 * @param latencies in the order of their loads
 * @param byPartitions frames per second of a closed loop, by partitions of {@code frames}
 * @param byCores the same by cores that the service sees
 * @param stages ms per frame by stage, at {@code stagesLoad} of the capacity
 * @param verdict of all runs together
 */
record Measurements(
        List<String> conditions,
        double capacity,
        Duration held,
        List<AtLoad> latencies,
        SortedMap<Integer, Double> byPartitions,
        SortedMap<Integer, Double> byCores,
        Map<String, Double> stages,
        double stagesLoad,
        Verdict verdict) {

    /** The same with the verdict of more runs. */
    Measurements with(Verdict all) {
        return new Measurements(conditions, capacity, held, latencies, byPartitions, byCores, stages, stagesLoad, all);
    }

    /**
     * Latency at a load.
     *
     * @param load as a share of the capacity
     * @param senderLateness by how much the sender was late itself; part of the latency
     */
    record AtLoad(double load, double framesPerSecond, Latency latency, Latency senderLateness) {}
}
