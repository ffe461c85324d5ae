package io.saccade.encode;

import io.saccade.frame.ScoreMap;
import io.saccade.opencv.OpenCv;
import java.nio.FloatBuffer;
import java.util.List;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;

/**
 * What one output channel of a map looks like.
 *
 * @param p99 the score that 99 of 100 stay under, to a 1,024th of the range
 * @param argmaxX column of the largest score
 * @param argmaxY row of the largest score
 */
public record ChannelStatistics(double min, double mean, double p99, double max, int argmaxX, int argmaxY) {

    private static final int BINS = 1024;
    private static final double QUANTILE = 0.99;

    /** Statistics of the first {@code most} channels of a map. */
    public static List<ChannelStatistics> of(ScoreMap map, int most) {
        return map.planes().stream()
                .limit(most)
                .map(plane -> of(plane, map.width(), map.height()))
                .toList();
    }

    /** Statistics of one plane of {@code height · width} scores in a direct buffer. */
    public static ChannelStatistics of(FloatBuffer plane, int width, int height) {
        try (Mat scores = OpenCv.wrap(plane, height, width);
                Scalar mean = opencv_core.mean(scores)) {
            Extremes extremes = Extremes.of(scores);
            return new ChannelStatistics(
                    extremes.min(),
                    mean.get(0),
                    p99(plane, extremes.min(), extremes.max()),
                    extremes.max(),
                    extremes.maxX(),
                    extremes.maxY());
        }
    }

    private static double p99(FloatBuffer plane, double min, double max) {
        float scale = (float) ((BINS - 1) / (max - min));
        if (!Float.isFinite(scale)) { // all scores equal, or as good as
            return max;
        }
        float low = (float) min;
        int[] counts = new int[BINS];
        int scores = plane.limit();
        for (int i = 0; i < scores; i++) {
            counts[(int) ((plane.get(i) - low) * scale)]++;
        }
        long wanted = (long) Math.ceil(QUANTILE * scores);
        int bin = -1;
        for (long seen = 0; seen < wanted; ) {
            seen += counts[++bin];
        }
        return Math.min(max, min + (bin + 1) / (double) scale);
    }
}
