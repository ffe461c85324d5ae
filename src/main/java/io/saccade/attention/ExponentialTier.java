package io.saccade.attention;

import io.saccade.onnx.ElementType;
import io.saccade.onnx.Graph;
import io.saccade.onnx.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Scores by eight exponentials each.
 *
 * <p>The softmax does not change when one key is taken from all nine, so the first key's exponential is always 1:
 *
 * <pre>
 * y = (v₁ + Σ v_m e_m) / (1 + Σ e_m),   e_m = exp((k_m − k₁) · centre) · exp((k_m − k₁) · f)
 * </pre>
 *
 * The first factor is known in float64 before any pixel is touched and goes into the weights of the sums; only the second
 * is computed for each pixel.
 */
final class ExponentialTier {

    /** Largest logit difference: both factors and their products stay far inside float32. */
    static final double LARGEST_DIFFERENCE = 80;

    /** No weighted sum may come near the largest float32, 3.4e38. */
    private static final double LARGEST_SUM = 1e37;

    private static final int TERMS = AttentionParameters.POSITIONS - 1;

    private final int outputChannels;

    ExponentialTier(int outputChannels) {
        this.outputChannels = outputChannels;
    }

    /** Whether no exponential or sum can overflow on the frame: a boolean scalar. */
    static Value applies(Graph g, Logits logits, Pixels pixels) {
        Value swing = g.sum(g.mul(g.abs(differences(g, logits.keys())), pixels.half()), false, 2);
        Value reach = g.max(g.add(g.abs(differences(g, logits.atCentre())), swing), false, 0, 1);
        Value largestValue = g.max(g.abs(logits.values()), false, 0, 1);
        return g.and(
                g.less(reach, g.scalar(LARGEST_DIFFERENCE)),
                g.less(g.mul(g.exp(reach), largestValue), g.scalar(LARGEST_SUM)));
    }

    /** What a tile needs to know for one group of channels. */
    record Weights(Planes.Group group, Value keys, Value sums, Value constants) {}

    /** Float32: keys {@code [8 · size, iC]}, sums {@code [2 · size, 8 · size]}, constants {@code [2 · size, 1]}. */
    List<Weights> weights(Graph g, Logits logits, int inputChannels) {
        Value keys = g.cast(differences(g, logits.keys()), ElementType.FLOAT);
        Value atCentre = g.exp(differences(g, logits.atCentre()));
        Value values = g.slice(logits.values(), 1, 1, AttentionParameters.POSITIONS);
        Value numerators = g.mul(values, atCentre);
        Value firstValues = g.slice(logits.values(), 1, 0, 1);
        Value ones = g.exp(g.sub(firstValues, firstValues));
        List<Weights> weights = new ArrayList<>();
        for (Planes.Group group : Planes.Group.of(outputChannels, Planes.GROUP)) {
            Value sums = group.sums(
                    g, group.of(g, numerators, outputChannels), group.of(g, atCentre, outputChannels), TERMS);
            Value constants =
                    g.concat(0, List.of(group.of(g, firstValues, outputChannels), group.of(g, ones, outputChannels)));
            weights.add(new Weights(
                    group,
                    g.reshape(group.of(g, keys, outputChannels), (long) group.size() * TERMS, inputChannels),
                    g.cast(sums, ElementType.FLOAT),
                    g.cast(constants, ElementType.FLOAT)));
        }
        return weights;
    }

    /**
     * Scores of one tile, one {@code [1, N]} for each output channel.
     *
     * @param centred the centred tile, {@code [N, iC]}
     */
    List<Value> scores(Graph body, List<Weights> weights, Value centred) {
        List<Value> planes = new ArrayList<>();
        for (Weights part : weights) {
            Value e = body.exp(body.matMulTransposed(part.keys(), centred));
            Value sums = body.matMulPlus(part.sums(), e, part.constants());
            planes.addAll(Planes.average(body, sums, part.group().size()));
        }
        return planes;
    }

    /** The second to ninth entry of axis 1 less the first. */
    private static Value differences(Graph g, Value all) {
        return g.sub(g.slice(all, 1, 1, AttentionParameters.POSITIONS), g.slice(all, 1, 0, 1));
    }
}
