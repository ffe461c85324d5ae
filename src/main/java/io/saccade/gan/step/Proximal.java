package io.saccade.gan.step;

import io.saccade.onnx.Graph;
import io.saccade.onnx.Value;

/** Steps for what has no gradient everywhere. */
final class Proximal {

    private Proximal() {}

    /**
     * The soft threshold, w ← sign(w) max(|w| − t, 0): the proximal step of t‖w‖₁ (CS230 midterm, spring 2021, question 4;
     * Parikh and Boyd 2014, section 6.5.2).
     *
     * @param threshold t, the learning rate times λ; not negative
     */
    static Value l1(Graph graph, Value weight, Value threshold) {
        return graph.sub(weight, graph.max(graph.min(weight, threshold), graph.neg(threshold)));
    }
}
