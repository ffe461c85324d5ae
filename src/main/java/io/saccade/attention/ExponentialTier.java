package io.saccade.attention;

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
 * y = v̄ + (v₁ − v̄ + Σ (v_m − v̄) e_m) / (1 + Σ e_m),   e_m = exp((k_m − k₁) · centre) · exp((k_m − k₁) · f)
 * </pre>
 *
 * Taking the centre's score v̄ from the values leaves the small difference that a map of faint contrast consists of
 * without the rounding of the large sums.
 *
 * <p>The first factor of each e_m is known in float64 before any pixel is touched and goes into the weights of the sums; only the second
 * is computed for each pixel. Output channels go one after the other, so that a tile's {@code 8 · N} exponentials stay in
 * the cache however many channels there are.
 */
final class ExponentialTier {

    /** Largest logit difference: both factors and their products stay far inside float32. */
    static final double LARGEST_DIFFERENCE = 80;

    /** No weighted sum may come near the largest float32, 3.4e38. */
    private static final double LARGEST_SUM = 1e37;

    private ExponentialTier() {}

    /** Whether no exponential or sum can overflow on the frame: a boolean scalar. */
    static Value applies(Graph g, Logits logits, Pixels pixels) {
        Value swing = g.sum(g.mul(g.abs(differences(g, logits.keys())), pixels.half()), false, 2);
        Value reach = g.max(g.add(g.abs(differences(g, logits.atCentre())), swing), false, 0, 1);
        Value largestValue = g.max(g.abs(logits.values()), false, 0, 1);
        return g.and(
                g.less(reach, g.scalar(LARGEST_DIFFERENCE)),
                g.less(g.mul(g.exp(reach), largestValue), g.scalar(LARGEST_SUM)));
    }

    /**
     * What an output channel's tiles need, float32. Numerator and denominator are products of one row each: a product of
     * two rows would copy the exponentials first.
     *
     * @param keys key differences, {@code [8, iC]}
     * @param numerator weights of the exponentials in the numerator, {@code [1, 8]}
     * @param denominator weights of the exponentials in the denominator, {@code [1, 8]}
     * @param first what the first key adds to the numerator, {@code [1, 1]}; to the denominator it adds 1
     * @param middle the score of the centre, {@code [1, 1]}
     */
    record Weights(Value keys, Value numerator, Value denominator, Value first, Value middle) {}

    /** The weights of each output channel. */
    static List<Weights> weights(Graph g, Logits logits, int outputChannels) {
        Value atCentre = g.exp(differences(g, logits.atCentre()));
        Value middle = logits.scoreAtCentre(g);
        Value deviations = g.sub(logits.values(), middle);
        Value values = g.slice(deviations, 1, 1, AttentionParameters.POSITIONS);
        Value first = g.slice(deviations, 1, 0, 1);
        List<Value> keysOf = Planes.byChannel(g, differences(g, logits.keys()), outputChannels);
        List<Value> numeratorOf = Planes.byChannel(g, row(g, g.mul(values, atCentre)), outputChannels);
        List<Value> denominatorOf = Planes.byChannel(g, row(g, atCentre), outputChannels);
        List<Value> firstOf = Planes.byChannel(g, row(g, first), outputChannels);
        List<Value> middleOf = Planes.byChannel(g, row(g, middle), outputChannels);
        List<Weights> weights = new ArrayList<>();
        for (int o = 0; o < outputChannels; o++) {
            weights.add(new Weights(
                    keysOf.get(o), numeratorOf.get(o), denominatorOf.get(o), firstOf.get(o), middleOf.get(o)));
        }
        return weights;
    }

    /**
     * Scores of one tile, one {@code [1, N]} for each output channel.
     *
     * @param centred the centred tile, float32 {@code [iC, N]}
     */
    static List<Value> scores(Graph body, List<Weights> weights, Value centred) {
        return weights.stream()
                .map(channel -> {
                    Value e = body.exp(body.matMul(channel.keys(), centred));
                    Value numerator = body.matMulPlus(channel.numerator(), e, channel.first());
                    Value denominator = body.matMulPlus(channel.denominator(), e, body.scalar(1f));
                    return body.add(body.div(numerator, denominator), channel.middle());
                })
                .toList();
    }

    /** The second to ninth entry of axis 1 less the first. */
    private static Value differences(Graph g, Value all) {
        return g.sub(g.slice(all, 1, 1, AttentionParameters.POSITIONS), g.slice(all, 1, 0, 1));
    }

    /** {@code [oC, n]} as {@code [oC, 1, n]}. */
    private static Value row(Graph g, Value all) {
        return g.reshape(all, 0, 1, -1);
    }
}
