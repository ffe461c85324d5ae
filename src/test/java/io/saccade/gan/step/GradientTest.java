package io.saccade.gan.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.saccade.gan.net.Layer;
import io.saccade.gan.net.LayerText;
import io.saccade.gan.net.Volume;
import io.saccade.onnx.ExecutionProvider;
import io.saccade.onnx.OnnxRuntime;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every gradient of a step against central differences of a plain float64 forward pass. */
class GradientTest {

    private static final OnnxRuntime CPU = OnnxRuntime.on(ExecutionProvider.CPU);
    private static final List<String> OBJECTIVES =
            List.of("log-likelihood", "non-saturating", "likelihood", "wasserstein");
    private static final List<String> ACTIVATIONS = List.of("linear", "relu", "leaky-relu", "tanh", "sigmoid");

    /** Sample volume, noise, layers before the discriminator's last, generator, objective, packing, constant one. */
    record Case(
            String sample, String discriminator, String generator, String objective, int packing, boolean constantOne) {

        Game game() {
            String last = objective.equals("wasserstein") ? "dense 1" : "dense 1 sigmoid";
            String layers = discriminator.isEmpty() ? last : discriminator + ", " + last;
            Optimiser sgd = Optimiser.parse("sgd 0.125");
            return new Game(
                    Volume.parse(sample),
                    3,
                    6,
                    4,
                    packing,
                    constantOne,
                    Objective.named(objective, 10),
                    new Player(layers(layers), sgd, 0),
                    new Player(layers(generator), sgd, 0),
                    new Schedule.Constant(),
                    0,
                    0,
                    1);
        }

        private static List<Layer> layers(String text) {
            return LayerText.parse(text);
        }
    }

    static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (String objective : OBJECTIVES) {
            for (String activation : ACTIVATIONS) {
                cases.add(new Case(
                        "5", "dense 4 " + activation, "dense 4 " + activation + ", dense 5 tanh", objective, 1, false));
            }
            cases.add(new Case("4", "", "dense 4", objective, 1, false));
            cases.add(new Case(
                    "3", "dense 4 tanh, dense 3 bias leaky-relu", "dense 4 bias relu, dense 3", objective, 2, true));
        }
        for (String spatial : List.of(
                "conv 2 3x3",
                "conv 3 3x3 stride 2 padding 1 bias tanh",
                "conv 2 2x3 stride 2 leaky-relu",
                "conv 2 3x3 padding 2 relu, max-pool 2x2",
                "max-pool 3x3 stride 2",
                "average-pool 2x2, conv 2 2x2 bias sigmoid",
                "average-pool 3x3 stride 2",
                "conv 3 6x5 tanh",
                "max-pool 5x5",
                "average-pool 5x5, conv 2 1x1 bias tanh",
                "dense 3 tanh, upsample 2, conv 2 2x2 tanh",
                "upsample 2, conv 2 4x4 stride 3 tanh")) {
            cases.add(new Case("6x5x2", spatial + ", dense 3 tanh", "dense 60 tanh", "log-likelihood", 1, false));
            cases.add(new Case("6x5x2", spatial, "dense 60 tanh", "wasserstein", 2, true));
        }
        String upwards =
                "dense 12 bias leaky-relu, reshape 2x2x3, upsample 3, conv 2 2x3 padding 1 bias relu, conv 2 2x2 tanh";
        cases.add(new Case("6x5x2", "conv 2 3x3 tanh", upwards, "non-saturating", 1, true));
        cases.add(new Case("6x5x2", "dense 5 tanh", upwards.replace("2x2 tanh", "2x2"), "log-likelihood", 1, false));
        cases.add(new Case(
                "4x4x1", "", "dense 4, reshape 2x2x1, upsample 2, conv 1 1x1 bias", "log-likelihood", 1, false));
        cases.add(new Case("3", "conv 4 1x1 tanh", "dense 4 tanh, upsample 2, conv 3 2x2", "log-likelihood", 2, true));
        return cases;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void gradientsAreThoseOfFiniteDifferences(Case which) {
        Game game = which.game();
        Random random = new Random(which.hashCode());
        try (Learner learner = new Learner(game, CPU, true)) {
            Map<String, double[]> discriminator = fill(learner, "d.", random);
            Map<String, double[]> generator = fill(learner, "g.", random);
            double[][] x = rows(game.real(), game.sample().size(), random);
            double[][] z = rows(game.generated(), game.noise(), random);
            ReferenceGame reference = new ReferenceGame(game);
            double likelihood = reference.value(discriminator, generator, x, z);
            Map<String, double[]> uphill =
                    ReferenceGame.gradient(discriminator, d -> reference.value(d, generator, x, z));

            StepMetrics metrics = learner.step(0, flat(x), flat(z));

            assertThat((double) metrics.likelihood()).isCloseTo(likelihood, within(1e-5));
            Map<String, double[]> stepped = read(learner, "d.");
            Map<String, double[]> downhill =
                    ReferenceGame.gradient(generator, g -> reference.generatorLoss(stepped, reference.generate(g, z)));
            uphill.forEach((name, gradient) -> assertClose(learner.gradient("d.gradient." + name), gradient, name));
            downhill.forEach((name, gradient) -> assertClose(learner.gradient("g.gradient." + name), gradient, name));
            discriminator.forEach((name, before) -> assertClose(
                    learner.current("d." + name), moved(before, uphill.get(name), 0.125), "next d." + name));
            generator.forEach((name, before) -> assertClose(
                    learner.current("g." + name), moved(before, downhill.get(name), -0.125), "next g." + name));
        }
    }

    private static double[] moved(double[] before, double[] gradient, double rate) {
        double[] after = before.clone();
        for (int i = 0; i < after.length; i++) {
            after[i] += rate * gradient[i];
        }
        return after;
    }

    private static void assertClose(FloatBuffer actual, double[] expected, String what) {
        assertThat(actual.remaining()).as(what).isEqualTo(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) actual.get(i)).as("%s[%d]", what, i).isCloseTo(expected[i], within(2e-5));
        }
    }

    private static Map<String, double[]> fill(Learner learner, String player, Random random) {
        for (StateTensor tensor : learner.tensors()) {
            if (tensor.name().startsWith(player)) {
                float[] values = new float[tensor.parameter().size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) (random.nextGaussian() * 0.5);
                }
                learner.load(tensor.name(), FloatBuffer.wrap(values));
            }
        }
        return read(learner, player);
    }

    private static Map<String, double[]> read(Learner learner, String player) {
        Map<String, double[]> read = new HashMap<>();
        for (StateTensor tensor : learner.tensors()) {
            if (tensor.name().startsWith(player)) {
                FloatBuffer values = learner.current(tensor.name());
                double[] wide = new double[values.remaining()];
                for (int i = 0; i < wide.length; i++) {
                    wide[i] = values.get(i);
                }
                read.put(tensor.parameter().name(), wide);
            }
        }
        return read;
    }

    private static double[][] rows(int count, int size, Random random) {
        double[][] rows = new double[count][size];
        for (double[] row : rows) {
            for (int i = 0; i < size; i++) {
                row[i] = (float) random.nextGaussian();
            }
        }
        return rows;
    }

    private static FloatBuffer flat(double[][] rows) {
        FloatBuffer flat = FloatBuffer.allocate(rows.length * rows[0].length);
        for (double[] row : rows) {
            for (double value : row) {
                flat.put((float) value);
            }
        }
        return flat.flip();
    }
}
