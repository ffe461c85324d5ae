package io.saccade.attention;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The bound of the quadratic's remainder, looked for its breach in float64. */
class QuadraticTierTest {

    /** Along a line through the centre: nine logits b_m + t · d_m, nine values. */
    private record Line(double[] atCentre, double[] directions, double[] values) {

        double average(double t) {
            double[] weights = weights(t);
            double average = 0;
            for (int m = 0; m < weights.length; m++) {
                average += weights[m] * values[m];
            }
            return average;
        }

        double quadratic(double t) {
            double[] weights = weights(0);
            double mean = average(0);
            double meanDirection = 0;
            for (int m = 0; m < weights.length; m++) {
                meanDirection += weights[m] * directions[m];
            }
            double linear = 0;
            double square = 0;
            for (int m = 0; m < weights.length; m++) {
                double direction = directions[m] - meanDirection;
                linear += weights[m] * (values[m] - mean) * direction;
                square += weights[m] * (values[m] - mean) * direction * direction;
            }
            return mean + linear * t + square * t * t / 2;
        }

        private double[] weights(double t) {
            double[] e = new double[atCentre.length];
            Arrays.setAll(e, m -> Math.exp(atCentre[m] + t * directions[m]));
            double sum = Arrays.stream(e).sum();
            return Arrays.stream(e).map(x -> x / sum).toArray();
        }

        /** What stands before D³ · range(v) in the remainder at t = 1, D being the directions' range. */
        double constant() {
            double halfRange = range(directions);
            return Math.abs(average(1) - quadratic(1)) / (Math.pow(halfRange, 3) * range(values));
        }

        private static double range(double[] numbers) {
            return Arrays.stream(numbers).max().orElseThrow()
                    - Arrays.stream(numbers).min().orElseThrow();
        }
    }

    @Test
    void noLineBreaksTheRemaindersBound() {
        Random random = new Random(1);
        double worst = 0;
        for (int i = 0; i < 300_000; i++) {
            worst = Math.max(worst, line(random).constant());
        }
        assertThat(worst).isBetween(0.8 * QuadraticTier.REMAINDER, 1.001 * QuadraticTier.REMAINDER);
    }

    /** Two-valued keys and values are the worst: half of the lines have them. */
    private static Line line(Random random) {
        boolean twoValued = random.nextBoolean();
        double scale = Math.pow(10, -1.5 * random.nextDouble());
        double[] atCentre = new double[9];
        double[] directions = new double[9];
        double[] values = new double[9];
        double tilt = 3 * random.nextGaussian();
        for (int m = 0; m < 9; m++) {
            directions[m] = scale * (twoValued ? random.nextInt(2) : random.nextGaussian());
            atCentre[m] = (twoValued ? directions[m] / scale * tilt : 2 * random.nextGaussian());
            values[m] = twoValued ? directions[m] : random.nextGaussian();
        }
        directions[0] = 0;
        directions[1] = scale;
        values[0] = 0;
        values[1] = 1;
        return new Line(atCentre, directions, values);
    }
}
