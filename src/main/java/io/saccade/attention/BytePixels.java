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
    static BytePixels measure(Graph g, Value x, int inputChannels) {
        Value sums = g.scan(List.of(x), body -> tiles -> {
                    Value bands = body.reshape(body.cast(tiles.get(0), ElementType.FLOAT), Tiling.BAND, -1);
                    Value columns = body.sum(body.mul(bands, bands), false, 0);
                    Value pixels = body.reshape(body.cast(columns, ElementType.DOUBLE), -1, inputChannels);
                    return List.of(body.sum(pixels, false, 0));
                })
                .get(0);
        double[] middle = new double[inputChannels];
        Arrays.fill(middle, MIDDLE);
        Value centre = g.doubles(middle, inputChannels);
        return new BytePixels(Pixels.reciprocalNorm(g, g.sum(sums, false, 0)), centre, centre);
    }

    @Override
    public Value centred(Graph body, Value tile) {
        return body.sub(body.cast(tile, ElementType.FLOAT), body.scalar((float) MIDDLE));
    }

    @Override
    public Value centredRows(Graph body, Value tile) {
        return centred(body, body.transpose(tile, 1, 0));
    }

    @Override
    public Value exact(Graph body, Value tile) {
        return body.cast(tile, ElementType.DOUBLE);
    }
}
