package io.saccade.attention;

import io.saccade.onnx.ElementType;
import io.saccade.onnx.Graph;
import io.saccade.onnx.Value;
import java.util.Arrays;
import java.util.List;

/**
 * 8-bit samples: stay bytes until a tile is read, reach from 0 to 255.
 *
 * <p>The sum of squares is exact: each band of {@value Tiling#BAND} rows adds integers under 2²⁴ in float32, the rest is
 * added in float64. (ReduceSumSquare over a frame in float32 is wrong by 4e-4.)
 */
record BytePixels(Value keyScale, Value centre, Value half) implements Pixels {

    private static final double MIDDLE = 128;

    /** Measures {@code x}, uint8 {@code [T, N, iC]}. */
    static BytePixels measure(Graph g, Value x, int inputChannels, Walk walk) {
        Value ones = g.cast(g.doubles(Pixels.ones(Tiling.BAND), 1, Tiling.BAND), ElementType.FLOAT);
        Value columns = walk.over(g, x, inputChannels, (body, tile) -> {
                    Value bands = body.cast(body.reshape(tile, Tiling.BAND, -1), ElementType.FLOAT);
                    return List.of(body.matMul(ones, body.mul(bands, bands)));
                })
                .get(0);
        Value column = g.sum(g.cast(columns, ElementType.DOUBLE), false, 0, 1);
        Value sums = g.sum(g.reshape(column, -1, inputChannels), false, 0);
        double[] middle = new double[inputChannels];
        Arrays.fill(middle, MIDDLE);
        Value centre = g.doubles(middle, inputChannels);
        return new BytePixels(Pixels.reciprocalNorm(g, sums), centre, centre);
    }

    @Override
    public Value centred(Graph body, Value tile) {
        return body.sub(body.cast(body.transpose(tile, 1, 0), ElementType.FLOAT), body.scalar((float) MIDDLE));
    }

    @Override
    public Value exact(Graph body, Value tile) {
        return body.cast(body.transpose(tile, 1, 0), ElementType.DOUBLE);
    }
}
