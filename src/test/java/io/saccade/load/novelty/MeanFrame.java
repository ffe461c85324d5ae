package io.saccade.load.novelty;

/** The baseline that needs no GAN: how far a sample is from the mean of all samples before it. */
final class MeanFrame {

    private double[] mean = new double[0];
    private long count;

    /** Tells the distance, 0 for the first sample, and then takes the sample into the mean. */
    double distance(float[] sample) {
        if (count == 0) {
            mean = new double[sample.length];
            for (int i = 0; i < sample.length; i++) {
                mean[i] = sample[i];
            }
        }
        count++;
        double sum = 0;
        for (int i = 0; i < sample.length; i++) {
            double difference = sample[i] - mean[i];
            sum += difference * difference;
            mean[i] += difference / count;
        }
        return Math.sqrt(sum);
    }
}
