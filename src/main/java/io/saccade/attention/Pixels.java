package io.saccade.attention;

import io.saccade.frame.SampleType;
import io.saccade.onnx.ElementType;
import io.saccade.onnx.Graph;
import io.saccade.onnx.Value;
import java.util.Arrays;

/**
 * A frame inside a graph, measured: what normalises it and how far its samples reach.
 *
 * <p>Normalising never touches the pixels: q · k = Σ_c x_c · (k_c / ‖X_c‖), so the norm goes into the keys ({@link
 * #keyScale}). Tiles are read <em>centred</em>, as f = x − centre: logits then are k·centre, known in float64 before any
 * pixel is touched, plus k·f, which float32 holds to twice the precision.
 *
 * <p>Everything here is float64 of shape {@code [iC]}; a channel of zeros has scale 0, never 1/0.
 */
sealed interface Pixels permits BytePixels, FloatPixels {

    /** Measures the tiles {@code [T, N, iC]} of a frame. */
    static Pixels measure(Graph g, Value tiles, int inputChannels, SampleType type, Walk walk) {
        return switch (type) {
            case U8 -> BytePixels.measure(g, tiles, inputChannels, walk);
            case F32 -> FloatPixels.measure(g, tiles, inputChannels, walk);
        };
    }

    /** What turns keys into keys for this class's numbers. */
    Value keyScale();

    /** Middle of the samples' reach, in this class's numbers. */
    Value centre();

    /** Half of the samples' reach: |f_c| ≤ half_c for every pixel of the frame. */
    Value half();

    /** A tile {@code [N, iC]} as float32 less the centre, channel by channel: {@code [iC, N]}. */
    Value centred(Graph body, Value tile);

    /** A tile {@code [N, iC]} as float64, not centred, channel by channel: {@code [iC, N]}. */
    Value exact(Graph body, Value tile);

    /** So many ones. */
    static double[] ones(int count) {
        double[] ones = new double[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** 1 / √sum, and 0 where the sum is 0. */
    static Value reciprocalNorm(Graph g, Value sumOfSquares) {
        Value positive = g.less(g.scalar(0.0), sumOfSquares);
        Value norm = g.sqrt(g.where(positive, sumOfSquares, g.scalar(1.0)));
        return g.div(g.cast(positive, ElementType.DOUBLE), norm);
    }
}
