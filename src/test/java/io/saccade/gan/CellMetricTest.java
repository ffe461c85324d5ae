package io.saccade.gan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.saccade.gan.net.Activation;
import io.saccade.gan.net.Layer;
import io.saccade.gan.step.Game;
import io.saccade.gan.step.Weights;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a whole first layer in plain loops, run once for each cell. */
class CellMetricTest {

    private static final int UNITS = 5;

    private final Random random = new Random(7);

    @ParameterizedTest(name = "{1} on {0}, packing {2}")
    @CsvSource({
        "3x2x3, dense 5 leaky-relu, 1",
        "3x2x3, dense 5 bias tanh, 1",
        "3x2x3, dense 5 bias relu, 2",
        "6, dense 5 sigmoid, 2"
    })
    void aCellIsAsFarAsTheFirstLayerMovesWhenItAloneIsReplaced(String sample, String first, int packing) {
        Game game = SmallGames.of(sample, first, packing, "sgd 0.1");
        int k = game.sample().size();
        float[] weights = floats((k * packing + 1) * UNITS);
        float[] bias = floats(UNITS);
        double[] usual = doubles(k);
        double[] change = doubles(k);

        double[] distances = new CellMetric(game, weights(weights, bias)).distances(usual, change);

        Layer.Dense layer = (Layer.Dense) game.discriminatorNetwork().layers().get(0);
        float[] added = layer.bias() ? bias : new float[UNITS];
        int cells = CellMetric.cells(game.sample());
        assertThat(distances).hasSize(cells);
        for (int p = 0; p < cells; p++) {
            int numbers = k / cells;
            double[] replaced = usual.clone();
            double norm = 0;
            for (int i = p * numbers; i < (p + 1) * numbers; i++) {
                replaced[i] += change[i];
                for (int j = 0; j < UNITS; j++) {
                    norm += weights[i * UNITS + j] * weights[i * UNITS + j];
                }
            }
            double[] before = layer(layer.activation(), weights, added, usual, usual, packing);
            double[] after = layer(layer.activation(), weights, added, replaced, usual, packing);
            double moved = 0;
            for (int j = 0; j < UNITS; j++) {
                moved += (after[j] - before[j]) * (after[j] - before[j]);
            }
            assertThat(distances[p]).isCloseTo(Math.sqrt(moved / norm), within(1e-6));
        }
    }

    @Test
    void beforeAConvolutionDistancesAreThoseOfTheNumbers() {
        Game game = SmallGames.of("4x4x1", "conv 2 3x3 leaky-relu", 1, "sgd 0.1");
        double[] change = new double[16];
        change[5] = -0.25;

        double[] distances =
                new CellMetric(game, weights(new float[0], new float[0])).distances(new double[16], change);

        double[] expected = new double[16];
        expected[5] = 0.25;
        assertThat(distances).containsExactly(expected);
    }

    @Test
    void whereAllWeightsAreZeroNothingIsFar() {
        Game game = SmallGames.of("3x2x3", "dense 5 leaky-relu", 1, "sgd 0.1");

        double[] distances = new CellMetric(game, weights(new float[19 * UNITS], new float[UNITS]))
                .distances(doubles(18), doubles(18));

        assertThat(distances).containsOnly(0);
    }

    /** The first of the samples that are judged together, the others, and a one. */
    private static double[] layer(
            Activation activation, float[] weights, float[] bias, double[] first, double[] others, int packing) {
        double[] out = new double[UNITS];
        for (int j = 0; j < UNITS; j++) {
            double z = bias[j] + weights[packing * first.length * UNITS + j];
            for (int copy = 0; copy < packing; copy++) {
                for (int i = 0; i < first.length; i++) {
                    z += (copy == 0 ? first : others)[i] * weights[(copy * first.length + i) * UNITS + j];
                }
            }
            out[j] = activation.apply(z);
        }
        return out;
    }

    private static Weights weights(float[] weight, float[] bias) {
        Map<String, float[]> all = Map.of("d.weight.0", weight, "d.bias.0", bias);
        return name -> {
            float[] numbers = all.get(name);
            ByteBuffer buffer =
                    ByteBuffer.allocateDirect(numbers.length * Float.BYTES).order(ByteOrder.nativeOrder());
            buffer.asFloatBuffer().put(numbers);
            return buffer;
        };
    }

    private float[] floats(int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return numbers;
    }

    private double[] doubles(int count) {
        return random.doubles(count, -1, 1).toArray();
    }
}
