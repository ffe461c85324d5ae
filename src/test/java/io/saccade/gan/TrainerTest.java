package io.saccade.gan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.saccade.gan.step.Game;
import io.saccade.onnx.ExecutionProvider;
import io.saccade.onnx.OnnxRuntime;
import io.saccade.tensor.Safetensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainerTest {

    private static final OnnxRuntime CPU = OnnxRuntime.on(ExecutionProvider.CPU);
    private static final Game DIVERGES = SmallGames.of("4x4x1", "dense 8 leaky-relu", 1, "sgd 1e30");
    private static final int SAMPLES = 83;

    @Test
    void theSameSamplesGiveTheSameBits() {
        Checkpoint checkpoint = trained(settings(SmallGames.small()));

        assertThat(checkpoint.progress().steps()).isEqualTo(SAMPLES / 4);
        assertThat(bytes(trained(settings(SmallGames.small())))).isEqualTo(bytes(checkpoint));
    }

    @Test
    void anotherSeedGivesOtherWeights() {
        TrainerSettings other = new TrainerSettings(SmallGames.small(), true, 2, EarlyStopping.NEVER, false, 8);

        assertThat(trained(other).digest())
                .isNotEqualTo(trained(settings(SmallGames.small())).digest());
    }

    @ParameterizedTest(name = "each {0} samples")
    @ValueSource(ints = {1, 3, 4, 7})
    void restoredAgainAndAgainItTellsAndBecomesTheSame(int every) throws Exception {
        List<Novelty> undisturbed = new ArrayList<>();
        Checkpoint expected = trained(settings(SmallGames.small()), undisturbed);

        List<Novelty> told = new ArrayList<>();
        Trainer trainer = new Trainer(settings(SmallGames.small()), CPU);
        List<float[]> samples = samples();
        for (int i = 0; i < samples.size(); i++) {
            told.add(trainer.accept(camera(i), samples.get(i)).novelty());
            if (i % every == 0) {
                byte[] file = bytes(trainer.checkpoint());
                trainer.close();
                trainer = new Trainer(settings(SmallGames.small()), CPU);
                trainer.restore(Checkpoint.of(Safetensors.read(file)));
            }
        }

        assertThat(told).isEqualTo(undisturbed);
        assertThat(bytes(trainer.checkpoint())).isEqualTo(bytes(expected));
        trainer.close();
    }

    @Test
    void resetItIsANewOne() {
        try (Trainer trainer = new Trainer(settings(SmallGames.small()), CPU)) {
            samples().forEach(sample -> trainer.accept("a", sample));
            trainer.reset();
            Checkpoint checkpoint = trained(trainer, new ArrayList<>());

            assertThat(bytes(checkpoint)).isEqualTo(bytes(trained(settings(SmallGames.small()))));
        }
    }

    @Test
    void theFirstSampleOfACameraIsNotNovel() {
        List<Novelty> told = new ArrayList<>();
        trained(settings(SmallGames.small()), told);

        assertThat(told.get(0).novelty()).isZero();
        assertThat(told.get(1).novelty()).isZero();
        assertThat(told).allSatisfy(novelty -> assertThat(novelty.novelty()).isBetween(0.0, 1.0));
    }

    @Test
    void aStepWithoutFiniteNumbersIsSkippedAndTheWeightsStay() {
        try (Trainer trainer = new Trainer(settings(DIVERGES), CPU)) {
            String before = trainer.checkpoint().digest();

            List<TrainingStep> steps = new ArrayList<>();
            samples().forEach(sample -> trainer.accept("a", sample).step().ifPresent(steps::add));

            assertThat(steps).hasSize(SAMPLES / 4).noneMatch(TrainingStep::taken);
            assertThat(trainer.checkpoint().digest()).isEqualTo(before);
            assertThat(trainer.progress()).isEqualTo(new Progress(SAMPLES, SAMPLES / 4, 0, SAMPLES / 4, 0, false));
        }
    }

    @Test
    void aStepWithoutFiniteNumbersHaltsIfToldSo() {
        TrainerSettings halting = new TrainerSettings(DIVERGES, true, 1, EarlyStopping.NEVER, true, 8);
        try (Trainer trainer = new Trainer(halting, CPU)) {
            Checkpoint before = trainer.checkpoint();
            List<float[]> samples = samples();
            samples.subList(0, 3).forEach(sample -> trainer.accept("a", sample));

            assertThatThrownBy(() -> trainer.accept("a", samples.get(3)))
                    .isInstanceOf(TrainingHaltedException.class)
                    .hasMessageStartingWith("step 0 of minibatch 0 gave no finite numbers (");

            trainer.restore(before);
            assertThat(bytes(trainer.checkpoint())).isEqualTo(bytes(before));
        }
    }

    @Test
    void trainingEndsAtTheEquilibriumAndNoveltyGoesOn() {
        TrainerSettings early = new TrainerSettings(SmallGames.small(), true, 1, new EarlyStopping(1, 3), false, 8);
        try (Trainer trainer = new Trainer(early, CPU)) {
            List<float[]> samples = samples();
            samples.subList(0, 12).forEach(trainer::learn);
            String digest = trainer.checkpoint().digest();
            assertThat(trainer.progress()).isEqualTo(new Progress(12, 3, 3, 0, 3, true));

            samples.subList(12, SAMPLES)
                    .forEach(sample ->
                            assertThat(trainer.accept("a", sample).step()).isEmpty());

            assertThat(trainer.checkpoint().digest()).isEqualTo(digest);
            assertThat(trainer.progress()).isEqualTo(new Progress(SAMPLES, SAMPLES / 4, 3, 0, 3, true));
            assertThat(trainer.accept("a", new float[16]).novelty().novelty()).isPositive();
        }
    }

    @Test
    void theCameraNotSeenForLongestIsForgotten() {
        TrainerSettings two = new TrainerSettings(SmallGames.small(), true, 1, EarlyStopping.NEVER, false, 2);
        try (Trainer trainer = new Trainer(two, CPU)) {
            List<float[]> samples = samples();
            List.of("a", "b", "a", "c").forEach(camera -> trainer.accept(camera, samples.get(0)));
            assertThat(trainer.checkpoint().cameras().keySet()).containsExactly("a", "c");

            assertThat(trainer.accept("b", samples.get(1)).novelty().strangeness())
                    .isZero();
            assertThat(trainer.checkpoint().cameras().keySet()).containsExactly("c", "b");
        }
    }

    @Test
    void aCheckpointOfAnotherGameIsRefused() {
        Checkpoint other = trained(settings(SmallGames.small()));
        try (Trainer trainer = new Trainer(
                settings(SmallGames.of("4x4x1", "dense 9 leaky-relu", 1, "adam 0.001 beta1 0.5 beta2 0.99")), CPU)) {
            byte[] before = bytes(trainer.checkpoint());

            assertThatThrownBy(() -> trainer.restore(other))
                    .hasMessage(
                            "the checkpoint is of another game: its tensor 'd.weight.0' is [17, 8], expected [17, 9]");

            assertThat(bytes(trainer.checkpoint())).isEqualTo(before);
        }
    }

    @Test
    void aSampleOfAnotherSizeIsRefused() {
        try (Trainer trainer = new Trainer(settings(SmallGames.small()), CPU)) {
            assertThatThrownBy(() -> trainer.accept("a", new float[3]))
                    .hasMessage("expected a sample of 16 numbers, got 3");
            assertThat(trainer.progress()).isEqualTo(Progress.NONE);
        }
    }

    private static TrainerSettings settings(Game game) {
        return new TrainerSettings(game, true, 1, EarlyStopping.NEVER, false, 8);
    }

    private static Checkpoint trained(TrainerSettings settings) {
        return trained(settings, new ArrayList<>());
    }

    private static Checkpoint trained(TrainerSettings settings, List<Novelty> told) {
        try (Trainer trainer = new Trainer(settings, CPU)) {
            return trained(trainer, told);
        }
    }

    private static Checkpoint trained(Trainer trainer, List<Novelty> told) {
        List<float[]> samples = samples();
        for (int i = 0; i < samples.size(); i++) {
            told.add(trainer.accept(camera(i), samples.get(i)).novelty());
        }
        return trainer.checkpoint();
    }

    private static String camera(int i) {
        return i % 3 == 1 ? "b" : "a";
    }

    private static byte[] bytes(Checkpoint checkpoint) {
        return checkpoint.toFile().toBytes();
    }

    private static List<float[]> samples() {
        Random random = new Random(11);
        List<float[]> samples = new ArrayList<>();
        for (int i = 0; i < SAMPLES; i++) {
            float[] sample = new float[16];
            for (int j = 0; j < sample.length; j++) {
                sample[j] = (float) (1 + 0.1 * j + 0.05 * random.nextGaussian());
            }
            samples.add(sample);
        }
        return samples;
    }
}
