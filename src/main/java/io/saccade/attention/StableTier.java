package io.saccade.attention;

import io.saccade.onnx.ElementType;
import io.saccade.onnx.Graph;
import io.saccade.onnx.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Scores by the textbook softmax: nine exponentials of the logits less the pixel's largest.
 *
 * <p>The logits are float64 until the largest is taken away, so that the difference of two huge logits neither overflows
 * nor loses its digits; after that they are at most 0 and float32 holds them.
 */
final class StableTier {

    /** Float64 logits take twice the room. */
    private static final int GROUP = 4;

    private static final int TERMS = AttentionParameters.POSITIONS;

    /** An exact factor on both sums that keeps nine values near the largest float32 from overflowing. */
    private static final double HEADROOM = 0x1p-4;

    private final int outputChannels;

    StableTier(int outputChannels) {
        this.outputChannels = outputChannels;
    }

    /** What a tile needs to know for one group of channels. */
    record Weights(Planes.Group group, Value keys, Value sums) {}

    /** Keys float64 {@code [9 · size, iC]}, sums float32 {@code [2 · size, 9 · size]}. */
    List<Weights> weights(Graph g, Logits logits, int inputChannels) {
        List<Weights> weights = new ArrayList<>();
        for (Planes.Group group : Planes.Group.of(outputChannels, GROUP)) {
            double[] headroom = new double[group.size() * TERMS];
            Arrays.fill(headroom, HEADROOM);
            Value numerators = g.mul(group.of(g, logits.values(), outputChannels), g.scalar(HEADROOM));
            Value sums = group.sums(g, numerators, g.doubles(headroom, group.size(), TERMS), TERMS);
            Value keys =
                    g.reshape(group.of(g, logits.keys(), outputChannels), (long) group.size() * TERMS, inputChannels);
            weights.add(new Weights(group, keys, g.cast(sums, ElementType.FLOAT)));
        }
        return weights;
    }

    /**
     * Scores of one tile, one {@code [1, N]} for each output channel.
     *
     * @param exact the tile, float64 {@code [N, iC]}
     */
    List<Value> scores(Graph body, List<Weights> weights, Value exact) {
        List<Value> planes = new ArrayList<>();
        for (Weights part : weights) {
            int size = part.group().size();
            Value logits = body.reshape(body.matMulTransposed(part.keys(), exact), size, TERMS, -1);
            Value below = body.sub(logits, body.max(logits, true, 1));
            Value e = body.exp(body.cast(below, ElementType.FLOAT));
            Value sums = body.matMul(part.sums(), body.reshape(e, (long) size * TERMS, -1));
            planes.addAll(Planes.average(body, sums, size));
        }
        return planes;
    }
}
