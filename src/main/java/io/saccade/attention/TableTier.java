package io.saccade.attention;

import io.saccade.onnx.ElementType;
import io.saccade.onnx.Graph;
import io.saccade.onnx.Value;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Scores of a grey 8-bit frame: it has at most 256 different pixels, so 256 scores are computed, all in float64, and each
 * pixel looks its own up. Exact for any keys.
 */
final class TableTier {

    private static final int GREYS = 256;

    private TableTier() {}

    /** Float32 scores of the grey values 0 … 255, {@code [1, 256]} for each output channel. */
    static List<Value> tables(Graph g, Logits logits, int outputChannels) {
        Value greys = g.doubles(IntStream.range(0, GREYS).asDoubleStream().toArray(), GREYS);
        Value all = g.mul(logits.keys(), greys);
        Value e = g.exp(g.sub(all, g.max(all, true, 1)));
        Value weights = g.div(e, g.sum(e, true, 1));
        Value values = g.reshape(logits.values(), outputChannels, AttentionParameters.POSITIONS, 1);
        Value scores = g.cast(g.sum(g.mul(weights, values), false, 1), ElementType.FLOAT);
        return Planes.split(g, scores, outputChannels);
    }

    /**
     * Scores of one tile, one {@code [1, N]} for each output channel.
     *
     * @param tile uint8 {@code [N, 1]}
     */
    static List<Value> scores(Graph body, List<Value> tables, Value tile) {
        Value greys = body.cast(body.reshape(tile, 1, -1), ElementType.INT32);
        return tables.stream().map(table -> body.lookUp(table, greys, 1)).toList();
    }
}
