package io.saccade.attention;

import io.saccade.frame.Image;
import io.saccade.frame.SampleType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Normalised colours picked at random from frames: what a calibration learns from.
 *
 * <p>A colour is kept as {@code X[i,j,c] / ‖X_c‖ · √(H·W)}: the operator's query times the square root of the pixels, which
 * is of order 1 in any frame.
 */
public final class ColourSamples {

    /** Colours picked from each frame. */
    private static final int PER_FRAME = 1024;

    private final int channels;
    private final SplittableRandom random;
    private final List<double[]> colours = new ArrayList<>();
    private final List<double[]> whites = new ArrayList<>();
    private int width;
    private int height;

    /**
     * No samples yet.
     *
     * @param channels iC, the channels that each frame must have
     */
    public ColourSamples(int channels, long seed) {
        if (channels < 1) {
            throw new IllegalArgumentException("expected at least one channel, got " + channels);
        }
        this.channels = channels;
        this.random = new SplittableRandom(seed);
    }

    /**
     * Picks colours from a frame; its size counts as the one calibrated for if it is the first.
     *
     * @param image {@code [H, W, iC]}, 8-bit
     * @throws IllegalArgumentException if it has other channels or samples
     */
    public void add(Image image) {
        if (image.channels() != channels || image.type() != SampleType.U8) {
            throw new IllegalArgumentException("expected 8-bit frames of " + channels + " channels, got "
                    + image.channels() + " channels of " + image.type());
        }
        if (colours.isEmpty()) {
            width = image.width();
            height = image.height();
        }
        // Queries of a frame of another size are put on the scale of the first frame's.
        double[] scale = inverseNorms(image);
        for (int c = 0; c < channels; c++) {
            scale[c] *= StrictMath.sqrt((double) width * height);
        }
        double[] white = new double[channels];
        Arrays.setAll(white, c -> 255 * scale[c]);
        whites.add(white);
        for (int pick = 0; pick < PER_FRAME; pick++) {
            int pixel = random.nextInt(image.pixels());
            double[] colour = new double[channels];
            for (int c = 0; c < channels; c++) {
                colour[c] = Byte.toUnsignedInt(image.samples().get(pixel * channels + c)) * scale[c];
            }
            colours.add(colour);
        }
    }

    /** iC. */
    public int channels() {
        return channels;
    }

    /** Frames that were added. */
    public int frames() {
        return whites.size();
    }

    /** Width of the first frame: with {@link #height()} the size that is calibrated for. */
    public int width() {
        return width;
    }

    /** Height of the first frame. */
    public int height() {
        return height;
    }

    /** The picked colours, in the order of picking. */
    List<double[]> colours() {
        return colours;
    }

    /** For each frame, the normalised colour that a sample of 255 in every channel has. */
    List<double[]> whites() {
        return whites;
    }

    /** 1 / ‖X_c‖ of each channel; 0 of a channel of zeros. */
    private double[] inverseNorms(Image image) {
        long[] squares = new long[channels];
        ByteBuffer samples = image.samples();
        for (int at = 0; at < samples.limit(); ) {
            for (int c = 0; c < channels; c++, at++) {
                int level = Byte.toUnsignedInt(samples.get(at));
                squares[c] += (long) level * level;
            }
        }
        double[] inverse = new double[channels];
        Arrays.setAll(inverse, c -> squares[c] == 0 ? 0 : 1 / StrictMath.sqrt((double) squares[c]));
        return inverse;
    }
}
