package io.saccade.attention;

import io.saccade.onnx.ElementType;
import io.saccade.onnx.Graph;
import io.saccade.onnx.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Scores as a quadratic in the centred pixel f, for frames over which the logits hardly move.
 *
 * <p>A softmax average of the values is the derivative of a cumulant generating function, so its Taylor coefficients are
 * the joint cumulants of values and keys under w = softmax of the logits at the centre:
 *
 * <pre>
 * y(f) ≈ v̄ + Σ_c f_c Σ_m w_m (v_m − v̄)(k_mc − k̄_c) + ½ Σ_cd f_c f_d Σ_m w_m (v_m − v̄)(k_mc − k̄_c)(k_md − k̄_d)
 * </pre>
 *
 * The remainder is a sixth of a fourth joint cumulant, at most {@link #REMAINDER} · D³ · (max v − min v) with D the
 * {@linkplain Logits#halfRange half-range}: no fourth cumulant exceeds that of a fair coin, 1/8.
 *
 * <p>One matrix product gives all channels: coefficients {@code [oC, K]} times the features {@code [K, N]} = f, f²,
 * f · rotated f, …, 1. The constant comes last, so that the small terms are added up before they meet it and only one
 * rounding remains in the contrast of the map.
 */
final class QuadraticTier {

    static final double REMAINDER = 1.0 / 48;

    /**
     * Largest half-range: keeps the remainder under 6e-7 of the values' range, and what it adds to the map's contrast
     * under 6e-4 of it, even where all pixels are crowded at one end of the samples' reach.
     */
    static final double LARGEST_HALF_RANGE = 0.03;

    /** With more channels the products f_c f_d cost more than the exponentials they replace. */
    private static final int MOST_INPUT_CHANNELS = 6;

    private final int inputChannels;
    private final int outputChannels;

    QuadraticTier(int inputChannels, int outputChannels) {
        this.inputChannels = inputChannels;
        this.outputChannels = outputChannels;
    }

    /** Whether the quadratic is worth having for so many input channels. */
    static boolean serves(int inputChannels) {
        return inputChannels <= MOST_INPUT_CHANNELS;
    }

    /** As many ones as a tile of {@code x} has pixels, {@code [1, N]}: the feature that the constant goes with. */
    static Value ones(Graph g, Value x) {
        Value pixels = g.node("Shape", List.of(x), Graph.Attribute.of("start", 1), Graph.Attribute.of("end", 2));
        return g.node("Expand", List.of(g.scalar(1f), g.concat(0, List.of(g.longs(1), pixels))));
    }

    /** Whether the quadratic is exact enough for the frame: a boolean scalar. */
    static Value applies(Graph g, Logits logits) {
        return g.less(logits.halfRange(), g.scalar(LARGEST_HALF_RANGE));
    }

    /** Float32 coefficients {@code [oC, K]}. */
    Value coefficients(Graph g, Logits logits) {
        Value weights = logits.weightsAtCentre(g);
        Value mean = g.sum(g.mul(weights, logits.values()), true, 1);
        Value weighted = g.reshape(g.mul(weights, g.sub(logits.values(), mean)), outputChannels, 9, 1);
        Value meanKey = g.sum(g.mul(g.reshape(weights, outputChannels, 9, 1), logits.keys()), true, 1);
        Value keys = g.sub(logits.keys(), meanKey);
        Value weightedKeys = g.mul(weighted, keys);
        Value linear = g.sum(weightedKeys, false, 1);
        Value square = g.reshape(
                g.matMul(g.transpose(weightedKeys, 0, 2, 1), keys),
                outputChannels,
                (long) inputChannels * inputChannels);
        List<int[]> pairs = pairs();
        long[] places = pairs.stream()
                .mapToLong(pair -> (long) pair[0] * inputChannels + pair[1])
                .toArray();
        double[] factors =
                pairs.stream().mapToDouble(pair -> pair[0] == pair[1] ? 0.5 : 1).toArray();
        Value quadratic = g.mul(g.gather(square, g.longs(places), 1), g.doubles(factors, factors.length));
        return g.cast(g.concat(1, List.of(linear, quadratic, mean)), ElementType.FLOAT);
    }

    /**
     * Scores of one tile, one {@code [1, N]} for each output channel.
     *
     * @param rows the centred tile, channel by channel: {@code [iC, N]}
     * @param ones {@code [1, N]}
     */
    List<Value> scores(Graph body, Value coefficients, Value rows, Value ones) {
        List<Value> features = new ArrayList<>();
        features.add(rows);
        features.add(body.mul(rows, rows));
        for (int shift = 1; shift <= inputChannels / 2; shift++) {
            Value rotated =
                    body.concat(0, List.of(body.slice(rows, 0, shift, inputChannels), body.slice(rows, 0, 0, shift)));
            int kept = rowsOfShift(shift);
            features.add(
                    kept == inputChannels
                            ? body.mul(rows, rotated)
                            : body.mul(body.slice(rows, 0, 0, kept), body.slice(rotated, 0, 0, kept)));
        }
        features.add(ones);
        return Planes.split(body, body.matMul(coefficients, body.concat(0, features)), outputChannels);
    }

    /** Rotating by half the channels gives each product twice: the second half is left out. */
    private int rowsOfShift(int shift) {
        return 2 * shift == inputChannels ? shift : inputChannels;
    }

    /** The channels that the quadratic features multiply, in the features' order. */
    private List<int[]> pairs() {
        List<int[]> pairs = new ArrayList<>();
        IntStream.range(0, inputChannels).forEach(c -> pairs.add(new int[] {c, c}));
        for (int shift = 1; shift <= inputChannels / 2; shift++) {
            for (int c = 0; c < rowsOfShift(shift); c++) {
                pairs.add(new int[] {c, (c + shift) % inputChannels});
            }
        }
        return pairs;
    }
}
