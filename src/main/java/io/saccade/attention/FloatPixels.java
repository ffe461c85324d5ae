package io.saccade.attention;

import io.saccade.onnx.ElementType;
import io.saccade.onnx.Graph;
import io.saccade.onnx.Value;
import java.util.List;

/**
 * Float32 samples of any finite size: normalised in float64 tile by tile, so that the squares of 3e38 don't overflow and
 * those of 1e-40 don't vanish. Their reach is what the frame has.
 *
 * @param scale 1 / ‖X_c‖
 */
record FloatPixels(Value keyScale, Value centre, Value half, Value scale) implements Pixels {

    /** Measures {@code x}, float32 {@code [T, N, iC]}. */
    static FloatPixels measure(Graph g, Value x, int inputChannels, Walk walk) {
        Value ones = g.doubles(Pixels.ones(Tiling.BAND), 1, Tiling.BAND);
        List<Value> columns = walk.over(g, x, inputChannels, (body, tile) -> {
            Value bands = body.reshape(tile, Tiling.BAND, -1);
            Value wide = body.cast(bands, ElementType.DOUBLE);
            return List.of(body.matMul(ones, body.mul(wide, wide)), body.max(bands, true, 0), body.min(bands, true, 0));
        });
        Value sums = g.sum(pixels(g, g.sum(columns.get(0), false, 0, 1), inputChannels), false, 0);
        Value largest = g.max(pixels(g, g.max(columns.get(1), false, 0, 1), inputChannels), false, 0);
        Value smallest = g.min(pixels(g, g.min(columns.get(2), false, 0, 1), inputChannels), false, 0);
        Value scale = Pixels.reciprocalNorm(g, sums);
        Value top = g.mul(g.cast(largest, ElementType.DOUBLE), scale);
        Value bottom = g.mul(g.cast(smallest, ElementType.DOUBLE), scale);
        Value half = g.scalar(0.5);
        return new FloatPixels(
                g.doubles(Pixels.ones(inputChannels), inputChannels),
                g.mul(g.add(top, bottom), half),
                g.mul(g.sub(top, bottom), half),
                scale);
    }

    private static Value pixels(Graph g, Value samples, int inputChannels) {
        return g.reshape(samples, -1, inputChannels);
    }

    @Override
    public Value centred(Graph body, Value tile) {
        return body.cast(body.sub(exact(body, tile), body.reshape(centre, -1, 1)), ElementType.FLOAT);
    }

    @Override
    public Value exact(Graph body, Value tile) {
        Value wide = body.cast(body.transpose(tile, 1, 0), ElementType.DOUBLE);
        return body.mul(wide, body.reshape(scale, -1, 1));
    }
}
