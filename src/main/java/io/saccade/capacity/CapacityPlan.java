package io.saccade.capacity;

import java.util.ArrayList;
import java.util.List;

/** All that a demand takes, and how it would go. */
public record CapacityPlan(ScoringPlan scoring, BrokerPlan brokers, Simulation simulation) {

    /**
     * Plans and simulates.
     *
     * @param seed of what is random in the simulation
     * @throws IllegalArgumentException if there is no such plan; one line
     */
    public static CapacityPlan of(Demand demand, Instances instances, Brokers brokers, CostModel costs, long seed) {
        ScoringPlan scoring = ScoringPlan.of(demand, instances, costs);
        return new CapacityPlan(scoring, new BrokerPlan(scoring, brokers), Simulation.of(scoring, seed));
    }

    /** Its numbers, in the order in which one asks for them. */
    public List<Figure> figures() {
        Demand demand = scoring.demand();
        List<Figure> figures = new ArrayList<>();
        figures.add(new Figure("frames", demand.framesPerSecond(), "1/s", "cameras times rate"));
        figures.add(new Figure("frame", demand.shape().inputMegabytes() * 1e3, "kB", "as it is sent"));
        figures.add(new Figure("map", demand.shape().mapMegabytes() * 1e3, "kB", "scores of a frame as published"));
        figures.addAll(scoring.figures());
        figures.addAll(brokers.figures());
        figures.addAll(simulation.figures());
        return figures;
    }
}
