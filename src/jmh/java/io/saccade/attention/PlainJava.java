package io.saccade.attention;

import io.saccade.frame.Image;

/** The operator as a plain loop with {@link Math#exp} would compute it, in float64. */
final class PlainJava {

    private final AttentionParameters parameters;
    private final double[] logits = new double[AttentionParameters.POSITIONS];
    private float[] scores = new float[0];

    PlainJava(AttentionParameters parameters) {
        this.parameters = parameters;
    }

    /** Scores {@code [oC, H, W]}, valid until the next call. */
    float[] attend(Image image) {
        int channels = image.channels();
        byte[] samples = new byte[image.samples().limit()];
        image.samples().get(0, samples);
        double[] scale = new double[channels];
        for (int i = 0; i < samples.length; i++) {
            int sample = samples[i] & 0xFF;
            scale[i % channels] += sample * sample;
        }
        for (int c = 0; c < channels; c++) {
            scale[c] = scale[c] == 0 ? 0 : 1 / Math.sqrt(scale[c]);
        }
        if (scores.length != image.pixels() * parameters.outputChannels()) {
            scores = new float[image.pixels() * parameters.outputChannels()];
        }
        for (int o = 0; o < parameters.outputChannels(); o++) {
            for (int p = 0; p < image.pixels(); p++) {
                scores[o * image.pixels() + p] = score(samples, p * channels, scale, o);
            }
        }
        return scores;
    }

    private float score(byte[] samples, int at, double[] scale, int o) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int m = 0; m < logits.length; m++) {
            double logit = 0;
            for (int c = 0; c < scale.length; c++) {
                logit += (samples[at + c] & 0xFF) * scale[c] * parameters.key(o, m, c);
            }
            logits[m] = logit;
            largest = Math.max(largest, logit);
        }
        double weights = 0;
        double sum = 0;
        for (int m = 0; m < logits.length; m++) {
            double e = Math.exp(logits[m] - largest);
            weights += e;
            sum += e * parameters.value(o, m);
        }
        return (float) (sum / weights);
    }
}
