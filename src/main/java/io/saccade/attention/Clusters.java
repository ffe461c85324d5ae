package io.saccade.attention;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Weighted k-means over colours, seeded: the prototypes that a fit begins with. */
final class Clusters {

    private static final int ROUNDS = 30;

    private Clusters() {}

    /** Centres {@code [count][channels]}; the first are spread over the colours by k-means++. */
    static double[][] centres(double[][] colours, double[] weights, int count, SplittableRandom random) {
        double[][] centres = spread(colours, weights, count, random);
        int channels = colours[0].length;
        for (int round = 0; round < ROUNDS; round++) {
            double[][] sums = new double[count][channels];
            double[] mass = new double[count];
            for (int i = 0; i < colours.length; i++) {
                int nearest = nearest(centres, colours[i]);
                mass[nearest] += weights[i];
                for (int c = 0; c < channels; c++) {
                    sums[nearest][c] += weights[i] * colours[i][c];
                }
            }
            for (int k = 0; k < count; k++) {
                for (int c = 0; c < channels && mass[k] > 0; c++) {
                    centres[k][c] = sums[k][c] / mass[k];
                }
            }
        }
        return centres;
    }

    /** Index of the centre that a colour is nearest to. */
    static int nearest(double[][] centres, double[] colour) {
        int best = 0;
        for (int k = 1; k < centres.length; k++) {
            if (squares(centres[k], colour) < squares(centres[best], colour)) {
                best = k;
            }
        }
        return best;
    }

    private static double[][] spread(double[][] colours, double[] weights, int count, SplittableRandom random) {
        double[][] centres = new double[count][];
        double[] far = new double[colours.length];
        Arrays.fill(far, 1);
        for (int k = 0; k < count; k++) {
            double total = 0;
            for (int i = 0; i < far.length; i++) {
                total += far[i] * weights[i];
            }
            double left = random.nextDouble() * total;
            int pick = 0;
            while (pick < far.length - 1 && (left -= far[pick] * weights[pick]) > 0) {
                pick++;
            }
            centres[k] = colours[pick].clone();
            for (int i = 0; i < far.length; i++) {
                double squares = squares(colours[i], centres[k]);
                far[i] = k == 0 ? squares : Math.min(far[i], squares);
            }
        }
        return centres;
    }

    private static double squares(double[] a, double[] b) {
        double squares = 0;
        for (int c = 0; c < a.length; c++) {
            squares += (a[c] - b[c]) * (a[c] - b[c]);
        }
        return squares;
    }
}
