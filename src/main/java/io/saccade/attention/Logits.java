package io.saccade.attention;

import io.saccade.onnx.Dimension;
import io.saccade.onnx.ElementType;
import io.saccade.onnx.Graph;
import io.saccade.onnx.Value;

/**
 * What is known of a frame's logits before any pixel is touched, all float64.
 *
 * @param keys keys for the samples as they are, {@code [oC, 9, iC]}
 * @param values {@code [oC, 9]}
 * @param atCentre logits of the centre of the samples' reach, {@code [oC, 9]}
 * @param halfRange D, a scalar: over the frame, no difference of two logits of one score moves away from its value at the
 *     centre by more; D = max_o Σ_c half_c · (max_m k_mc − min_m k_mc)
 */
record Logits(Value keys, Value values, Value atCentre, Value halfRange) {

    /** Softmax of the logits at the centre, {@code [oC, 9]}. */
    Value weightsAtCentre(Graph g) {
        Value e = g.exp(g.sub(atCentre, g.max(atCentre, true, 1)));
        return g.div(e, g.sum(e, true, 1));
    }

    /** The score of the centre, {@code [oC, 1]}. */
    Value scoreAtCentre(Graph g) {
        return g.sum(g.mul(weightsAtCentre(g), values), true, 1);
    }

    /** Adds the parameters to the graph's inputs, and scales them for the frame. */
    static Logits of(Graph g, int inputChannels, int outputChannels, Pixels pixels) {
        Dimension outputs = Dimension.of(outputChannels);
        Dimension positions = Dimension.of(AttentionParameters.POSITIONS);
        Value keys = g.input(Names.KEYS, ElementType.FLOAT, outputs, positions, Dimension.of(inputChannels));
        Value values = g.input(Names.VALUES, ElementType.FLOAT, outputs, positions);
        Value scaled = g.mul(g.cast(keys, ElementType.DOUBLE), pixels.keyScale());
        Value atCentre = g.sum(g.mul(scaled, pixels.centre()), false, 2);
        Value spread = g.sub(g.max(scaled, false, 1), g.min(scaled, false, 1));
        Value halfRange = g.max(g.sum(g.mul(spread, pixels.half()), false, 1), false, 0);
        return new Logits(scaled, g.cast(values, ElementType.DOUBLE), atCentre, halfRange);
    }

    /** {@link FrameTrace#logitRange}: a scalar. */
    Value range(Graph g) {
        return g.mul(halfRange, g.scalar(2.0));
    }
}
