package io.saccade.attention;

import java.util.Arrays;

/**
 * Nine keys and nine values of one output channel, fitted by gradient descent (Adam) so that
 * {@code Σ softmax(q·k_m) v_m} comes near a target for each colour.
 *
 * <p>In float64 and with {@link StrictMath}, in one fixed order of summation: the same on every machine. After each step the keys are drawn together where the worst logit that any 8-bit
 * pixel of the frames could have would pass {@link #LOGIT_LIMIT}.
 */
final class KernelFit {

    /** Under the 80 up to which the fast path of the operator needs no maximum subtracted. */
    static final double LOGIT_LIMIT = 70;

    /**
     * Values stay between these. Wider than the targets' 0 … 1, because no key wins alone in the middle of the colours: a
     * common colour gets a low score only if the keys that pull it down go below 0.
     */
    private static final double LOWEST_VALUE = -1;

    private static final double HIGHEST_VALUE = 2;

    private static final int N = AttentionParameters.POSITIONS;
    private static final double FIRST = 0.9;
    private static final double SECOND = 0.999;

    private final int channels;
    private final double[] white;

    /** [9·iC keys | 9 values before the sigmoid], and Adam's two moments of each. */
    private final double[] theta;

    private final double[] mean;
    private final double[] square;
    private final double[] gradient;
    private int step;

    /**
     * A fit that begins at prototypes.
     *
     * @param prototypes nine colours; a key points to its prototype
     * @param targets the target at each prototype, 0 … 1
     * @param white largest normalised level of each channel
     */
    KernelFit(double[][] prototypes, double[] targets, double[] white) {
        this.channels = white.length;
        this.white = white;
        this.theta = new double[N * channels + N];
        this.mean = new double[theta.length];
        this.square = new double[theta.length];
        this.gradient = new double[theta.length];
        for (int m = 0; m < N; m++) {
            for (int c = 0; c < channels; c++) {
                theta[m * channels + c] = 2 * prototypes[m][c];
            }
            double above = (targets[m] - LOWEST_VALUE) / (HIGHEST_VALUE - LOWEST_VALUE);
            theta[N * channels + m] = StrictMath.log(above / (1 - above));
        }
        restrain();
    }

    /** One step down the gradient of the weighted mean of squared errors; returns that mean. */
    double step(double[][] colours, double[] targets, double[] weights, double rate) {
        Arrays.fill(gradient, 0);
        double[] values = values();
        double[] shares = new double[N];
        double loss = 0;
        for (int i = 0; i < colours.length; i++) {
            double score = score(colours[i], values, shares);
            double error = score - targets[i];
            loss += weights[i] * error * error;
            double slope = 2 * weights[i] * error;
            for (int m = 0; m < N; m++) {
                double pull = slope * shares[m] * (values[m] - score);
                for (int c = 0; c < channels; c++) {
                    gradient[m * channels + c] += pull * colours[i][c];
                }
                gradient[N * channels + m] += slope * shares[m] * slopeOfValue(values[m]);
            }
        }
        descend(rate);
        restrain();
        return loss;
    }

    /** The score of a colour. */
    double score(double[] colour) {
        return score(colour, values(), new double[N]);
    }

    /** The spread of the nine logits at a colour: largest minus smallest. */
    double logitRange(double[] colour) {
        double low = Double.MAX_VALUE;
        double high = -Double.MAX_VALUE;
        for (int m = 0; m < N; m++) {
            double logit = logit(m, colour);
            low = Math.min(low, logit);
            high = Math.max(high, logit);
        }
        return high - low;
    }

    /** The largest {@code Σ_c |k_m − k_j|_c · white_c} from a key j; the middle key has the smallest. */
    double bound(int j) {
        double bound = 0;
        for (int m = 0; m < N; m++) {
            double sum = 0;
            for (int c = 0; c < channels; c++) {
                sum += Math.abs(theta[m * channels + c] - theta[j * channels + c]) * white[c];
            }
            bound = Math.max(bound, sum);
        }
        return bound;
    }

    /** The key nearest to all others by {@link #bound}. */
    int middle() {
        int best = 0;
        for (int j = 1; j < N; j++) {
            if (bound(j) < bound(best)) {
                best = j;
            }
        }
        return best;
    }

    /** Key m of channel c for normalised colours of order 1, less the mean of the nine, which the softmax ignores. */
    double key(int m, int c) {
        double sum = 0;
        for (int j = 0; j < N; j++) {
            sum += theta[j * channels + c];
        }
        return theta[m * channels + c] - sum / N;
    }

    double value(int m) {
        return LOWEST_VALUE + (HIGHEST_VALUE - LOWEST_VALUE) * sigmoid(theta[N * channels + m]);
    }

    private double[] values() {
        double[] values = new double[N];
        Arrays.setAll(values, this::value);
        return values;
    }

    private double logit(int m, double[] colour) {
        double logit = 0;
        for (int c = 0; c < channels; c++) {
            logit += theta[m * channels + c] * colour[c];
        }
        return logit;
    }

    private double score(double[] colour, double[] values, double[] shares) {
        double highest = -Double.MAX_VALUE;
        for (int m = 0; m < N; m++) {
            shares[m] = logit(m, colour);
            highest = Math.max(highest, shares[m]);
        }
        double sum = 0;
        double score = 0;
        for (int m = 0; m < N; m++) {
            shares[m] = StrictMath.exp(shares[m] - highest);
            sum += shares[m];
            score += shares[m] * values[m];
        }
        for (int m = 0; m < N; m++) {
            shares[m] /= sum;
        }
        return score / sum;
    }

    private void descend(double rate) {
        step++;
        double meanScale = 1 - StrictMath.pow(FIRST, step);
        double squareScale = 1 - StrictMath.pow(SECOND, step);
        for (int i = 0; i < theta.length; i++) {
            mean[i] = FIRST * mean[i] + (1 - FIRST) * gradient[i];
            square[i] = SECOND * square[i] + (1 - SECOND) * gradient[i] * gradient[i];
            theta[i] -= rate * (mean[i] / meanScale) / (StrictMath.sqrt(square[i] / squareScale) + 1e-10);
        }
    }

    private void restrain() {
        int middle = middle();
        double bound = bound(middle);
        if (bound <= LOGIT_LIMIT) {
            return;
        }
        for (int c = 0; c < channels; c++) {
            double centre = theta[middle * channels + c];
            for (int m = 0; m < N; m++) {
                theta[m * channels + c] = centre + (theta[m * channels + c] - centre) * (LOGIT_LIMIT / bound);
            }
        }
    }

    /** The derivative of a value by its parameter before the sigmoid. */
    private static double slopeOfValue(double value) {
        return (value - LOWEST_VALUE) * (HIGHEST_VALUE - value) / (HIGHEST_VALUE - LOWEST_VALUE);
    }

    private static double sigmoid(double x) {
        return 1 / (1 + StrictMath.exp(-x));
    }
}
