package io.saccade.attention;

import io.saccade.frame.Image;
import io.saccade.frame.SampleType;
import io.saccade.frame.ScoreMap;
import java.util.Map;
import java.util.Random;

/** Frames and parameters made for tests, and the errors of scores. */
public final class Samples {

    private Samples() {}

    /** Smooth shades with noise, like a camera's. */
    static Image bytes(int width, int height, int channels, long seed) {
        Image image = Image.allocate(width, height, channels, SampleType.U8);
        Random random = new Random(seed);
        double phase = random.nextDouble() * 6;
        for (int i = 0; i < image.samples().limit(); i++) {
            int pixel = i / channels;
            double shade = Math.sin(phase + pixel % width / 40.0) + Math.cos(pixel / width / 25.0 + i % channels);
            image.samples().put(i, (byte) Math.max(0, Math.min(255, 120 + 50 * shade + 12 * random.nextGaussian())));
        }
        return image;
    }

    /** Every byte alike. */
    static Image constant(int width, int height, int channels, int sample) {
        Image image = Image.allocate(width, height, channels, SampleType.U8);
        for (int i = 0; i < image.samples().limit(); i++) {
            image.samples().put(i, (byte) sample);
        }
        return image;
    }

    /** Normally distributed floats around {@code offset}. */
    static Image floats(int width, int height, int channels, double offset, double scale, long seed) {
        Image image = Image.allocate(width, height, channels, SampleType.F32);
        Random random = new Random(seed);
        for (int i = 0; i < image.samples().limit(); i += Float.BYTES) {
            image.samples().putFloat(i, (float) (offset + scale * random.nextGaussian()));
        }
        return image;
    }

    /** Normally distributed keys times {@code scale}, values of order 1. */
    public static AttentionParameters parameters(int inputChannels, int outputChannels, double scale, long seed) {
        Random random = new Random(seed);
        float[] keys = new float[outputChannels * 9 * inputChannels];
        float[] values = new float[outputChannels * 9];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = (float) (scale * random.nextGaussian());
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new AttentionParameters(inputChannels, outputChannels, keys, values, Map.of());
    }

    /** Largest difference of any score; infinite if a score is not finite. */
    static double error(ScoreMap map, double[][] expected) {
        double worst = 0;
        for (int o = 0; o < expected.length; o++) {
            for (int i = 0; i < expected[o].length; i++) {
                double difference = Math.abs(map.planes().get(o).get(i) - expected[o][i]);
                worst = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(worst, difference);
            }
        }
        return worst;
    }

    /** Largest difference after each channel's mean is taken away, in units of its standard deviation. */
    static double contrastError(ScoreMap map, double[][] expected) {
        double worst = 0;
        for (int o = 0; o < expected.length; o++) {
            int count = expected[o].length;
            double mean = 0;
            double expectedMean = 0;
            for (int i = 0; i < count; i++) {
                mean += map.planes().get(o).get(i) / (double) count;
                expectedMean += expected[o][i] / count;
            }
            double variance = 0;
            double largest = 0;
            for (int i = 0; i < count; i++) {
                double contrast = expected[o][i] - expectedMean;
                variance += contrast * contrast / count;
                largest = Math.max(largest, Math.abs(map.planes().get(o).get(i) - mean - contrast));
            }
            worst = Math.max(worst, largest / Math.sqrt(variance));
        }
        return worst;
    }
}
