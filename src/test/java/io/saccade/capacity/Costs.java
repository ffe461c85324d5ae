package io.saccade.capacity;

import io.saccade.frame.FrameSize;
import java.util.EnumMap;
import java.util.Map;

/** Cost models of a few terms, and a frame for them. */
final class Costs {

    private Costs() {}

    /** Nothing costs anything but what is named, {@code cost.term}. */
    static CostModel of(Map<String, Double> named, double spread) {
        Map<Cost, Map<Term, Double>> coefficients = new EnumMap<>(Cost.class);
        for (Cost cost : Cost.values()) {
            Map<Term, Double> terms = new EnumMap<>(Term.class);
            cost.terms().forEach(term -> terms.put(term, named.getOrDefault(cost.label() + "." + term.label(), 0.0)));
            coefficients.put(cost, terms);
        }
        return new CostModel(coefficients, spread);
    }

    /** 0.1 MB in, a map of 500 × 400 float16 scores, 0.4 MB. */
    static FrameShape frame() {
        return new FrameShape(new FrameSize(500, 400), 1, 2, 1, 100_000);
    }
}
