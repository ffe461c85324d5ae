package io.saccade.gan;

import io.saccade.gan.net.Layer;
import io.saccade.gan.net.Network;
import io.saccade.gan.net.Volume;
import io.saccade.gan.step.Game;
import io.saccade.gan.step.Weights;
import java.nio.FloatBuffer;

/**
 * How far the discriminator's first hidden layer moves when one cell of a camera's usual picture is replaced: with W_p the rows
 * of the first weights that read cell p, a = W m the usual activation and e_p the cell's change,
 * d_p = rms(g(a + e_p W_p) − g(a)) / ν_p. Dividing by ν_p = ‖W_p‖ / √units makes it a distance in the units of the sample,
 * whatever the scale of the weights. Only what the discriminator looks at counts, and each cell on its own.
 *
 * <p>Where the first layer is a convolution, distances are those of the plain numbers, rms(e_p).
 */
final class CellMetric {

    private static final double LEAST = 1e-12;
    private static final String FIRST_WEIGHT = "d.weight.0";
    private static final String FIRST_BIAS = "d.bias.0";

    private final int cells;
    private final int numbers;
    private final int units;
    private final Layer first;
    private final float[] weights;
    private final float[] bias;
    private final double[] norms;

    /** The metric of a discriminator's weights as they are now; they are copied. */
    CellMetric(Game game, Weights current) {
        Volume sample = game.sample();
        Network network = game.discriminatorNetwork();
        this.cells = cells(sample);
        this.numbers = sample.size() / cells;
        this.first = network.layers().get(0);
        if (first instanceof Layer.Dense dense) {
            this.units = dense.units();
            this.weights = numbers(current, FIRST_WEIGHT);
            this.bias = new float[units];
            addConstants(game, current, dense);
            this.norms = norms();
        } else {
            this.units = 0;
            this.weights = new float[0];
            this.bias = new float[0];
            this.norms = new double[0];
        }
    }

    /** Positions of a grid; each number of a plain vector is a cell. */
    static int cells(Volume sample) {
        return sample.isFlat() ? sample.size() : sample.height() * sample.width();
    }

    private void addConstants(Game game, Weights current, Layer.Dense dense) {
        int inputs = weights.length / units;
        if (game.constantOne()) {
            System.arraycopy(weights, (inputs - 1) * units, bias, 0, units);
        }
        if (dense.bias()) {
            float[] more = numbers(current, FIRST_BIAS);
            for (int j = 0; j < units; j++) {
                bias[j] += more[j];
            }
        }
    }

    private static float[] numbers(Weights current, String name) {
        FloatBuffer buffer = current.of(name).asFloatBuffer();
        float[] numbers = new float[buffer.remaining()];
        buffer.get(numbers);
        return numbers;
    }

    private double[] norms() {
        double[] all = new double[cells];
        for (int p = 0; p < cells; p++) {
            double sum = 0;
            for (int i = p * numbers * units; i < (p + 1) * numbers * units; i++) {
                sum += (double) weights[i] * weights[i];
            }
            all[p] = Math.sqrt(sum / units) + LEAST;
        }
        return all;
    }

    /**
     * The distance of each cell.
     *
     * @param usual what the discriminator is usually given, k numbers
     * @param change of each number
     */
    double[] distances(double[] usual, double[] change) {
        double[] distances = new double[cells];
        double[] activation = units == 0 ? new double[0] : activation(usual);
        double[] moved = new double[units];
        for (int p = 0; p < cells; p++) {
            distances[p] = units == 0 ? plain(change, p) : moved(activation, moved, change, p) / norms[p];
        }
        return distances;
    }

    private double plain(double[] change, int cell) {
        double sum = 0;
        for (int i = cell * numbers; i < (cell + 1) * numbers; i++) {
            sum += change[i] * change[i];
        }
        return Math.sqrt(sum / numbers);
    }

    /** z of the first layer; where several samples are judged together, all are the usual one. */
    private double[] activation(double[] usual) {
        double[] z = new double[units];
        for (int j = 0; j < units; j++) {
            z[j] = bias[j];
        }
        int packing = weights.length / units / usual.length;
        for (int copy = 0; copy < packing; copy++) {
            for (int i = 0; i < usual.length; i++) {
                int row = (copy * usual.length + i) * units;
                for (int j = 0; j < units; j++) {
                    z[j] += usual[i] * weights[row + j];
                }
            }
        }
        return z;
    }

    private double moved(double[] z, double[] scratch, double[] change, int cell) {
        System.arraycopy(z, 0, scratch, 0, units);
        for (int i = cell * numbers; i < (cell + 1) * numbers; i++) {
            int row = i * units;
            for (int j = 0; j < units; j++) {
                scratch[j] += change[i] * weights[row + j];
            }
        }
        double sum = 0;
        for (int j = 0; j < units; j++) {
            double difference =
                    first.activation().apply(scratch[j]) - first.activation().apply(z[j]);
            sum += difference * difference;
        }
        return Math.sqrt(sum / units);
    }
}
