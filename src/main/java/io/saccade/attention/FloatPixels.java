package io.saccade.attention;

import io.saccade.onnx.ElementType;
import io.saccade.onnx.Graph;
import io.saccade.onnx.Value;
import java.util.Arrays;
import java.util.List;

/**
 * Float32 samples of any finite size: normalised in float64 tile by tile, so that the squares of 3e38 don't overflow and
 * those of 1e-40 don't vanish. Their reach is what the frame has.
 *
 * @param scale 1 / ‖X_c‖
 */
record FloatPixels(Value keyScale, Value centre, Value half, Value scale) implements Pixels {

    /** Measures {@code x}, float32 {@code [T, N, iC]}. */
    static FloatPixels measure(Graph g, Value x, int inputChannels) {
        List<Value> tiles = g.scan(List.of(x), body -> slices -> {
            Value bands = body.reshape(slices.get(0), Tiling.BAND, -1);
            Value wide = body.cast(bands, ElementType.DOUBLE);
            Value squares = body.sum(body.mul(wide, wide), false, 0);
            return List.of(
                    body.sum(body.reshape(squares, -1, inputChannels), false, 0),
                    body.max(body.reshape(body.max(bands, false, 0), -1, inputChannels), false, 0),
                    body.min(body.reshape(body.min(bands, false, 0), -1, inputChannels), false, 0));
        });
        Value scale = Pixels.reciprocalNorm(g, g.sum(tiles.get(0), false, 0));
        Value top = g.mul(g.cast(g.max(tiles.get(1), false, 0), ElementType.DOUBLE), scale);
        Value bottom = g.mul(g.cast(g.min(tiles.get(2), false, 0), ElementType.DOUBLE), scale);
        Value half = g.scalar(0.5);
        double[] ones = new double[inputChannels];
        Arrays.fill(ones, 1);
        return new FloatPixels(
                g.doubles(ones, inputChannels),
                g.mul(g.add(top, bottom), half),
                g.mul(g.sub(top, bottom), half),
                scale);
    }

    @Override
    public Value centred(Graph body, Value tile) {
        return body.cast(body.sub(exact(body, tile), centre), ElementType.FLOAT);
    }

    @Override
    public Value centredRows(Graph body, Value tile) {
        return body.transpose(centred(body, tile), 1, 0);
    }

    @Override
    public Value exact(Graph body, Value tile) {
        return body.mul(body.cast(tile, ElementType.DOUBLE), scale);
    }
}
