package io.saccade.gan.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.saccade.gan.net.Activation;
import io.saccade.gan.net.Layer;
import io.saccade.gan.net.Volume;
import io.saccade.onnx.ExecutionProvider;
import io.saccade.onnx.OnnxRuntime;
import io.saccade.tensor.Safetensors;
import io.saccade.tensor.Tensor;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every case of kind {@code gan-step} in the folder {@code -Dgolden.dir}, by default the project's own (made by
 * {@code GoldenSteps}): likelihood, gradients, ∂L/∂G(z) and updated weights, computed in float64.
 */
class GoldenTest {

    static final Path OWN = Path.of("src/test/resources/golden/gan");

    /** A case and its entry in the index. */
    record Case(Path file, JsonNode entry) {

        Safetensors tensors() throws Exception {
            return Safetensors.read(Files.readAllBytes(file));
        }

        double tolerance() {
            return entry.path("tolerance").asDouble();
        }

        Game game(Safetensors tensors) throws Exception {
            List<Integer> x = tensors.get("x").shape();
            List<Integer> z = tensors.get("z").shape();
            Optimiser sgd = new Optimiser(entry.path("learning_rate").asDouble(), new UpdateRule.Sgd());
            return new Game(
                    Volume.flat(x.get(1)),
                    z.get(1),
                    x.get(0),
                    z.get(0),
                    1,
                    false,
                    Objective.named(
                            entry.path("objective").asText(), entry.path("clip").asDouble(1)),
                    new Player(layers(tensors, "d", entry.path("discriminator")), sgd, 0),
                    new Player(layers(tensors, "g", entry.path("generator")), sgd, 0),
                    new Schedule.Constant(),
                    0,
                    0,
                    1);
        }

        private static List<Layer> layers(Safetensors tensors, String player, JsonNode activations) throws Exception {
            List<Layer> layers = new ArrayList<>();
            for (int i = 0; i < activations.size(); i++) {
                int units = tensors.get(player + ".weight." + i).shape().get(1);
                layers.add(new Layer.Dense(
                        units, false, Activation.named(activations.get(i).asText())));
            }
            return layers;
        }

        @Override
        public String toString() {
            return file.getFileName() + ": " + entry.path("why").asText();
        }
    }

    static List<Case> cases() throws Exception {
        String named = System.getProperty("golden.dir", "");
        Path folder = named.isEmpty() ? OWN : Path.of(named);
        List<Case> cases = new ArrayList<>();
        for (JsonNode entry : new ObjectMapper().readTree(Files.readAllBytes(folder.resolve("index.json")))) {
            if (entry.path("kind").asText().equals("gan-step")) {
                cases.add(new Case(folder.resolve(entry.path("file").asText()), entry));
            }
        }
        return cases;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void aStepIsWithinTheTolerance(Case golden) throws Exception {
        Safetensors tensors = golden.tensors();
        try (Learner learner = new Learner(golden.game(tensors), OnnxRuntime.on(ExecutionProvider.CPU), true)) {
            for (StateTensor weight : learner.tensors()) {
                learner.load(
                        weight.name(),
                        FloatBuffer.wrap(tensors.get(weight.name()).toFloats()));
            }

            StepMetrics metrics = learner.step(
                    0,
                    FloatBuffer.wrap(tensors.get("x").toFloats()),
                    FloatBuffer.wrap(tensors.get("z").toFloats()));

            double likelihood = tensors.get("likelihood").data().getDouble(0);
            assertThat((double) metrics.likelihood()).isCloseTo(likelihood, within(golden.tolerance()));
            for (StateTensor weight : learner.tensors()) {
                String player = weight.name().substring(0, 1);
                int layer = Integer.parseInt(weight.name().substring("d.weight.".length()));
                compare(
                        golden,
                        learner.gradient(StepGraph.gradientOf(weight)),
                        tensors.get(player + ".gradient." + layer));
                compare(golden, learner.current(weight.name()), tensors.get(player + ".updated." + layer));
            }
            compare(golden, learner.gradient(StepGraph.GENERATED_GRADIENT), tensors.get("generated_gradient"));
        }
    }

    private static void compare(Case golden, FloatBuffer actual, Tensor expected) {
        assertThat(actual.remaining())
                .as(expected.name())
                .isEqualTo(expected.data().remaining() / Double.BYTES);
        for (int i = 0; i < actual.remaining(); i++) {
            assertThat((double) actual.get(i))
                    .as("%s[%d]", expected.name(), i)
                    .isCloseTo(expected.data().getDouble(i * Double.BYTES), within(golden.tolerance()));
        }
    }
}
