package io.saccade.load;

/**
 * How good samples of the ring are, by the protocol of PacGAN (Lin et al. 2018, section 4.1). A sample belongs to its nearest
 * mode, and is of high quality within three standard deviations of it.
 *
 * @param modes modes with at least one sample of high quality
 * @param highQuality share of samples of high quality, 0 … 1
 * @param reverseKl KL(share of the samples that each mode has ‖ uniform), in nats
 */
record RingJudgement(int modes, double highQuality, double reverseKl) {

    private static final double DEVIATIONS = 3;

    static RingJudgement of(float[][] samples) {
        int[] nearest = new int[Ring.MODES];
        int[] good = new int[Ring.MODES];
        for (float[] sample : samples) {
            int mode = nearest(sample);
            nearest[mode]++;
            good[mode] += distance(sample, mode) <= DEVIATIONS * Ring.DEVIATION ? 1 : 0;
        }
        int modes = 0;
        double highQuality = 0;
        double reverseKl = 0;
        for (int mode = 0; mode < Ring.MODES; mode++) {
            modes += good[mode] > 0 ? 1 : 0;
            highQuality += (double) good[mode] / samples.length;
            double share = (double) nearest[mode] / samples.length;
            reverseKl += share == 0 ? 0 : share * Math.log(share * Ring.MODES);
        }
        return new RingJudgement(modes, highQuality, reverseKl);
    }

    private static int nearest(float[] sample) {
        int nearest = 0;
        for (int mode = 1; mode < Ring.MODES; mode++) {
            nearest = distance(sample, mode) < distance(sample, nearest) ? mode : nearest;
        }
        return nearest;
    }

    private static double distance(float[] sample, int mode) {
        return Math.hypot(sample[0] - Ring.x(mode), sample[1] - Ring.y(mode));
    }
}
