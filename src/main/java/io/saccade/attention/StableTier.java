package io.saccade.attention;

import io.saccade.onnx.ElementType;
import io.saccade.onnx.Graph;
import io.saccade.onnx.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Scores by the textbook softmax: nine exponentials of the logits less the pixel's largest.
 *
 * <p>The logits are float64 until the largest is taken away, so that the difference of two huge logits neither overflows
 * nor loses its digits; after that they are at most 0 and float32 holds them.
 */
final class StableTier {

    /**
     * The least logit below the largest that is kept: e^−80 no longer shows in any sum, while the exponentials of smaller
     * ones would be subnormal, which processors add ten times slower.
     */
    private static final float LEAST = -80;

    /** An exact factor on both sums that keeps nine values near the largest float32 from overflowing. */
    private static final double HEADROOM = 0x1p-4;

    private StableTier() {}

    /**
     * What an output channel's tiles need.
     *
     * @param keys float64 {@code [9, iC]}
     * @param sums weights of the exponentials in numerator and denominator, float32 {@code [2, 9]}
     */
    record Weights(Value keys, Value sums) {}

    /** The weights of each output channel. */
    static List<Weights> weights(Graph g, Logits logits, int outputChannels) {
        double[] headroom = new double[outputChannels * AttentionParameters.POSITIONS];
        Arrays.fill(headroom, HEADROOM);
        Value numerators = g.reshape(g.mul(logits.values(), g.scalar(HEADROOM)), 0, 1, -1);
        Value denominators = g.doubles(headroom, outputChannels, 1, AttentionParameters.POSITIONS);
        List<Value> sums = Planes.byChannel(g, g.concat(1, List.of(numerators, denominators)), outputChannels);
        List<Weights> weights = new ArrayList<>();
        IntStream.range(0, outputChannels)
                .forEach(o -> weights.add(new Weights(g.gather(logits.keys(), g.scalar((long) o), 0), sums.get(o))));
        return weights;
    }

    /**
     * Scores of one tile, one {@code [1, N]} for each output channel.
     *
     * @param exact the tile, float64 {@code [iC, N]}
     */
    static List<Value> scores(Graph body, List<Weights> weights, Value exact) {
        return weights.stream()
                .map(channel -> average(body, body.matMul(channel.keys(), exact), channel.sums()))
                .toList();
    }

    /** The softmax average of one channel's logits, float64 {@code [9, N]}, as float32 {@code [1, N]}. */
    static Value average(Graph body, Value logits, Value sums) {
        Value below = body.cast(body.sub(logits, body.max(logits, true, 0)), ElementType.FLOAT);
        Value e = body.exp(body.node("Max", List.of(below, body.scalar(LEAST))));
        return Planes.quotient(body, body.matMul(sums, e));
    }
}
