package io.saccade.gan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.saccade.gan.net.Activation;
import io.saccade.gan.step.Game;
import io.saccade.gan.step.Judge;
import io.saccade.onnx.ExecutionProvider;
import io.saccade.onnx.OnnxRuntime;
import io.saccade.tensor.Safetensors;
import io.saccade.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CheckpointExportTest {

    private static final OnnxRuntime CPU = OnnxRuntime.on(ExecutionProvider.CPU);
    private static final int COUNT = 6;

    static List<Game> games() {
        return Games.all();
    }

    @ParameterizedTest
    @MethodSource("games")
    void theGeneratorMakesTheSameSamplesInAnotherProgram(Game game) throws Exception {
        Checkpoint checkpoint = trained(game);
        float[][] expected;
        try (Samples samples = new Samples(game, CPU)) {
            expected = samples.of(checkpoint, COUNT);
        }

        float[] noise = Noise.normal(checkpoint.seed(), Noise.SAMPLES, 0, COUNT * game.noise());
        float[][] made = run(CheckpointExport.of(checkpoint).generator(), "noise", rows(noise, COUNT), "samples");

        assertClose(made, expected);
    }

    @ParameterizedTest
    @MethodSource("games")
    void theDiscriminatorJudgesTheSameInAnotherProgram(Game game) throws Exception {
        Checkpoint checkpoint = trained(game);
        float[] sample = sample(game, new Random(9));
        float[] centred = sample.clone();
        for (int i = 0; i < centred.length; i++) {
            centred[i] -= checkpoint.centre()[i];
        }
        double logit;
        try (Judge judge = new Judge(game, CPU)) {
            logit = judge.judge(checkpoint.weights(), centred);
        }
        boolean sigmoid = game.objective().lastActivation() == Activation.SIGMOID;

        float[][] together = new float[game.packing()][];
        java.util.Arrays.fill(together, sample);
        byte[] model = CheckpointExport.of(checkpoint).discriminator();

        assertThat(run(model, "samples", together, "judgements"))
                .hasDimensions(1, 1)
                .satisfies(judged -> assertThat((double) judged[0][0])
                        .isCloseTo(sigmoid ? 1 / (1 + Math.exp(-logit)) : logit, within(1e-5)));
        assertThat(run(model, "samples", together, "features")[0]).isNotEmpty();
    }

    @Test
    void theWeightsAreThoseOfSamplesAlone() throws Exception {
        Checkpoint checkpoint = trained(Games.packed());

        Safetensors file =
                Safetensors.read(CheckpointExport.of(checkpoint).weights().toBytes());

        assertThat(file.tensors().stream().map(Tensor::name))
                .containsExactly(
                        "d.weight.0", "d.bias.0", "d.weight.1", "d.bias.1", "g.weight.0", "g.weight.1", "centre");
        assertThat(file.get("g.weight.1").toFloats())
                .isEqualTo(floats(checkpoint, "g.weight.1.average"))
                .isNotEqualTo(floats(checkpoint, "g.weight.1"));
        assertThat(file.get("d.weight.0").toFloats()).isEqualTo(floats(checkpoint, "d.weight.0"));
        assertThat(file.metadata()).containsEntry("digest", checkpoint.digest()).containsEntry("noise", "2");
    }

    @Test
    void samplesOfFramesHaveRowsAndColumns() throws Exception {
        Checkpoint checkpoint = trained(Games.packed());

        Safetensors file =
                CheckpointExport.of(checkpoint).samples(new float[][] {{1, 2, 3, 4, 5, 6}, {7, 8, 9, 10, 11, 12}});

        assertThat(file.get("samples").shape()).containsExactly(2, 2, 3, 1);
        assertThat(file.get("samples").toFloats()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
        assertThat(file.metadata()).containsEntry("sample", "2x3x1").containsEntry("step", "3");
    }

    @Test
    void aCheckpointWhoseTensorsAreNotThoseOfItsSettingsIsRefused() throws Exception {
        Checkpoint checkpoint = trained(Games.plain());
        Map<String, String> settings = new HashMap<>(checkpoint.settings());
        settings.put("noise", "9");
        Checkpoint other = new Checkpoint(
                checkpoint.progress(),
                checkpoint.seed(),
                checkpoint.state(),
                checkpoint.centre(),
                List.of(),
                Map.of(),
                Map.of(),
                settings);

        assertThatThrownBy(() -> CheckpointExport.of(other))
                .hasMessage("its tensor 'g.weight.0' is [3, 4], its settings expect [9, 4]");
    }

    /** After a few steps, and through a file. */
    private static Checkpoint trained(Game game) throws Exception {
        Random random = new Random(4);
        TrainerSettings settings = new TrainerSettings(game, true, 5, EarlyStopping.NEVER, true, 4);
        try (Trainer trainer = new Trainer(settings, CPU)) {
            for (int i = 0; i < 3 * game.real(); i++) {
                trainer.learn(sample(game, random));
            }
            return Checkpoint.of(Safetensors.read(trainer.checkpoint().toFile().toBytes()));
        }
    }

    private static float[] sample(Game game, Random random) {
        float[] sample = new float[game.sample().size()];
        for (int i = 0; i < sample.length; i++) {
            sample[i] = 1 + (float) random.nextGaussian() / 2;
        }
        return sample;
    }

    private static float[] floats(Checkpoint checkpoint, String name) {
        Tensor tensor = checkpoint.state().get(name);
        assertThat(tensor).as(name).isNotNull();
        return tensor.toFloats();
    }

    private static float[][] rows(float[] numbers, int count) {
        List<float[]> rows = new ArrayList<>();
        int size = numbers.length / count;
        for (int i = 0; i < count; i++) {
            rows.add(java.util.Arrays.copyOfRange(numbers, i * size, (i + 1) * size));
        }
        return rows.toArray(float[][]::new);
    }

    private static void assertClose(float[][] actual, float[][] expected) {
        assertThat(actual.length).isEqualTo(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i]).containsExactly(expected[i], within(1e-5f));
        }
    }

    /** ONNX Runtime with nothing of ours. */
    private static float[][] run(byte[] model, String input, float[][] numbers, String output) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(model, new OrtSession.SessionOptions());
                OnnxTensor tensor = OnnxTensor.createTensor(environment, numbers);
                OrtSession.Result result = session.run(Map.of(input, tensor), java.util.Set.of(output))) {
            return (float[][]) result.get(0).getValue();
        }
    }
}
