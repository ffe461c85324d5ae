package io.saccade.load.novelty;

import io.saccade.frame.Image;
import java.util.Arrays;

/**
 * A frame made small by averaging blocks of pixels, about {@value #WIDTH} blocks in a row.
 *
 * @param values [rows, columns, channels], 0 … 255
 */
record Thumbnail(int channels, float[] values) {

    private static final int WIDTH = 192;
    private static final float DARK = 8;

    /** Of an image of bytes. */
    static Thumbnail of(Image image) {
        int block = Math.max(1, image.width() / WIDTH);
        int columns = image.width() / block;
        int rows = Math.max(1, image.height() / block);
        int channels = image.channels();
        float[] values = new float[rows * columns * channels];
        int height = Math.min(rows * block, image.height());
        for (int y = 0; y < height; y++) {
            for (int i = 0; i < columns * block * channels; i++) {
                int column = i / channels / block;
                int pixel = image.samples().get(y * image.width() * channels + i) & 0xFF;
                values[(y / block * columns + column) * channels + i % channels] += (float) pixel / (block * block);
            }
        }
        return new Thumbnail(channels, values);
    }

    /** How much brighter it is than another one of the same size: the median ratio of their values. */
    float exposure(Thumbnail other) {
        float[] ratios = new float[values.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = values[i] / Math.max(other.values[i], DARK);
        }
        Arrays.sort(ratios);
        return Math.max(ratios[ratios.length / 2], 1e-3f);
    }

    /** The share of pixels that differ by more than a limit in a channel, after exposure is set to the other's. */
    double difference(Thumbnail other, double limit) {
        float exposure = exposure(other);
        int different = 0;
        for (int i = 0; i < values.length; i += channels) {
            double largest = 0;
            for (int c = i; c < i + channels; c++) {
                largest = Math.max(largest, Math.abs(values[c] / exposure - other.values[c]));
            }
            different += largest > limit ? 1 : 0;
        }
        return (double) different * channels / values.length;
    }
}
