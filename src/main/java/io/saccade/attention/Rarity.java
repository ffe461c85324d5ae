package io.saccade.attention;

import java.util.Arrays;
import java.util.List;

/**
 * How rare a normalised colour is among many: minus the logarithm of their density around it, on a scale where the
 * typical colour has 0 and the rarest thousandth has 1.
 *
 * <p>The density is a sum of kernels {@code (1 + d²/h²)⁻²}, one at each of some thousand colours. Their tails fall slowly,
 * so that the rarity also grows with the distance in places where there are no colours at all.
 */
final class Rarity {

    private static final int CENTRES = 4000;

    /** h, in normalised colour: three or four grey levels of noise at ordinary exposure. */
    private static final double REACH = 0.11;

    private final double[][] centres;
    private final double common;
    private final double rare;

    Rarity(List<double[]> colours) {
        int count = Math.min(CENTRES, colours.size());
        centres = new double[count][];
        Arrays.setAll(centres, i -> colours.get((int) ((long) i * colours.size() / count)));
        double[] surprises = new double[count];
        // Colours between the centres stand for the rest; a centre would meet its own kernel.
        long step = Math.max(1, colours.size() / (2L * count));
        Arrays.setAll(
                surprises,
                i -> surprise(colours.get((int) (((long) i * colours.size() / count + step) % colours.size()))));
        Arrays.sort(surprises);
        common = surprises[count / 2];
        rare = Math.max(common + 1e-3, surprises[(int) (count * 0.999)]);
    }

    /** 0 for a typical colour, 1 for the rarest. */
    double of(double[] colour) {
        return Math.max(0, Math.min(1, (surprise(colour) - common) / (rare - common)));
    }

    private double surprise(double[] colour) {
        double density = 0;
        for (double[] centre : centres) {
            double squares = 0;
            for (int c = 0; c < colour.length; c++) {
                double difference = colour[c] - centre[c];
                squares += difference * difference;
            }
            double kernel = 1 / (1 + squares / (REACH * REACH));
            density += kernel * kernel;
        }
        return -StrictMath.log(density / centres.length);
    }
}
