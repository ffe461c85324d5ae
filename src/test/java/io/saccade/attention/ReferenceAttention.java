package io.saccade.attention;

import io.saccade.frame.Image;
import io.saccade.frame.SampleType;

/** The question's formulas, slowly and in float64: what every fast way is held against. */
public final class ReferenceAttention {

    private ReferenceAttention() {}

    /** Scores {@code [oC][H · W]} of the per-pixel operator. */
    public static double[][] perPixel(Image image, AttentionParameters parameters) {
        double[] normalised = normalised(image);
        double[][] scores = new double[parameters.outputChannels()][image.pixels()];
        for (int o = 0; o < scores.length; o++) {
            for (int p = 0; p < image.pixels(); p++) {
                double[] logits = new double[9];
                for (int m = 0; m < 9; m++) {
                    logits[m] = logit(normalised, p, parameters, o, m);
                }
                scores[o][p] = softmaxAverage(logits, parameters, o);
            }
        }
        return scores;
    }

    /** Scores {@code [oC][(H − 2) · (W − 2)]} of the windowed operator. */
    static double[][] windowed(Image image, AttentionParameters parameters) {
        double[] normalised = normalised(image);
        int height = image.height() - 2;
        int width = image.width() - 2;
        double[][] scores = new double[parameters.outputChannels()][height * width];
        for (int o = 0; o < scores.length; o++) {
            for (int i = 0; i < height; i++) {
                for (int j = 0; j < width; j++) {
                    double[] logits = new double[9];
                    for (int m = 0; m < 9; m++) {
                        int pixel = (i + m / 3) * image.width() + j + m % 3;
                        logits[m] = logit(normalised, pixel, parameters, o, m);
                    }
                    scores[o][i * width + j] = softmaxAverage(logits, parameters, o);
                }
            }
        }
        return scores;
    }

    /** X̂, {@code [H, W, iC]}. */
    private static double[] normalised(Image image) {
        int channels = image.channels();
        double[] samples = new double[image.pixels() * channels];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = image.type() == SampleType.U8
                    ? image.samples().get(i) & 0xff
                    : image.samples().getFloat(i * Float.BYTES);
        }
        double[] squares = new double[channels];
        for (int i = 0; i < samples.length; i++) {
            squares[i % channels] += samples[i] * samples[i];
        }
        for (int i = 0; i < samples.length; i++) {
            double norm = Math.sqrt(squares[i % channels]);
            samples[i] = norm == 0 ? 0 : samples[i] / norm;
        }
        return samples;
    }

    private static double logit(double[] normalised, int pixel, AttentionParameters parameters, int o, int m) {
        double logit = 0;
        for (int c = 0; c < parameters.inputChannels(); c++) {
            logit += normalised[pixel * parameters.inputChannels() + c] * parameters.key(o, m, c);
        }
        return logit;
    }

    private static double softmaxAverage(double[] logits, AttentionParameters parameters, int o) {
        double largest = Double.NEGATIVE_INFINITY;
        for (double logit : logits) {
            largest = Math.max(largest, logit);
        }
        double numerator = 0;
        double denominator = 0;
        for (int m = 0; m < 9; m++) {
            double e = Math.exp(logits[m] - largest);
            numerator += e * parameters.value(o, m);
            denominator += e;
        }
        return numerator / denominator;
    }
}
