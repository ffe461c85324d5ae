package io.saccade.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.saccade.Pictures;
import io.saccade.attention.AttentionModel;
import io.saccade.attention.AttentionParameters;
import io.saccade.attention.Tier;
import io.saccade.attention.Variant;
import io.saccade.encode.ScoreEncoding;
import io.saccade.frame.Frame;
import io.saccade.frame.FrameSize;
import io.saccade.frame.Payload;
import io.saccade.frame.Reason;
import io.saccade.frame.Source;
import io.saccade.onnx.ExecutionProvider;
import io.saccade.scoring.Outcome.Rejected;
import io.saccade.scoring.Outcome.Scored;
import io.saccade.tensor.Safetensors;
import io.saccade.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The flow without Kafka: real pictures through the real decoder and ONNX Runtime. */
class ScoringTest {

    @TempDir
    Path folder;

    @Test
    void lanesGiveOutcomesInTheOrderOfTheFrames() {
        try (Scoring scoring = Scoring.open(settings(Optional.empty(), Variant.PER_PIXEL));
                Lanes lanes = new Lanes(3, scoring::newScorer)) {
            List<Future<Outcome>> outcomes = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                outcomes.add(lanes.submit(frame(Pictures.jpeg(i % 7 == 0 ? 900 + i : 20 + i, 16))));
            }
            for (int i = 0; i < 60; i++) {
                Scored scored = (Scored) Lanes.await(outcomes.get(i));
                assertThat(scored.summary().width()).isEqualTo(i % 7 == 0 ? 900 + i : 20 + i);
            }
        }
    }

    @Test
    void theWindowedOperatorGivesASmallerMapAndRejectsWhatIsSmallerThanItsWindow() {
        try (Scoring scoring = Scoring.open(settings(Optional.empty(), Variant.WINDOWED));
                Scorer scorer = scoring.newScorer()) {
            Scored scored = (Scored) scorer.score(frame(Pictures.jpeg(20, 10)));
            assertThat(scored.summary().width()).isEqualTo(18);
            assertThat(scored.summary().height()).isEqualTo(8);
            assertThat(scoring.identity().operator()).isEqualTo("attention-windowed/1");

            Rejected rejected = (Rejected) scorer.score(frame(Pictures.jpeg(20, 2)));
            assertThat(rejected.rejection().reason()).isEqualTo(Reason.TOO_FEW_PIXELS);
            assertThat(rejected.rejection().detail()).contains("20 × 2").contains("3 × 3");
        }
    }

    @Test
    void floatAndSixteenBitFramesAreScoredToo() {
        BufferedImage deep = new BufferedImage(12, 9, BufferedImage.TYPE_USHORT_GRAY);
        deep.getRaster().setSample(3, 4, 0, 40_000);
        Tensor floats = Tensor.ofFloats("image", List.of(1, 2, 3), new float[] {0, 1, 2, -3, 4, 5});
        try (Scoring scoring = Scoring.open(settings(Optional.empty(), Variant.PER_PIXEL));
                Scorer scorer = scoring.newScorer()) {
            assertThat(scorer.score(frame(Pictures.encode(deep, "png", false)))).isInstanceOf(Scored.class);
            assertThat(scorer.score(frame(new Safetensors(Map.of(), List.of(floats)).toBytes())))
                    .isInstanceOf(Scored.class);
        }
    }

    @Test
    void parametersCanBeOfOneChannelAndTellTheirTier() throws Exception {
        Path file = folder.resolve("grey.safetensors");
        float[] keys = new float[9];
        keys[0] = 100;
        Files.write(file, new AttentionParameters(1, 1, keys, new float[9], Map.of()).toBytes());
        try (Scoring scoring = Scoring.open(settings(Optional.of(file), Variant.PER_PIXEL));
                Scorer scorer = scoring.newScorer()) {
            Scored scored = (Scored) scorer.score(frame(Pictures.jpeg(20, 10)));
            assertThat(scored.trace().tier()).isEqualTo(Tier.TABLE);
        }
    }

    @Test
    void keysAreScaledToTheFrameSizeThatIsSet() {
        ScoringSettings scaled = new ScoringSettings(
                ModelSource.builtIn(),
                Optional.of(new FrameSize(1280, 960)),
                Variant.PER_PIXEL,
                ExecutionProvider.CPU,
                1,
                1_000_000,
                Duration.ofSeconds(2),
                ScoreEncoding.F16,
                1,
                -1);
        try (Scoring scoring = Scoring.open(scaled)) {
            AttentionParameters defaults = AttentionParameters.defaults();
            AttentionParameters parameters = ((AttentionModel) scoring.model()).parameters();
            assertThat(parameters.key(0, 1, 1)).isEqualTo(2 * defaults.key(0, 1, 1));
            assertThat(scoring.identity().digest()).isNotEqualTo(defaults.digest());
        }
    }

    @Test
    void aParameterFileThatIsNoneSaysWhatWasExpected() throws Exception {
        Path file = Files.writeString(folder.resolve("notes.txt"), "these are not parameters at all");
        assertThatThrownBy(() -> Scoring.open(settings(Optional.of(file), Variant.PER_PIXEL)))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("saccade.model.parameters")
                .hasMessageContaining("keys [oC, 3, 3, iC]");

        Path large = folder.resolve("large.safetensors");
        float[] values = new float[9];
        values[4] = 1e6f;
        Files.write(large, new AttentionParameters(1, 1, new float[9], values, Map.of()).toBytes());
        assertThatThrownBy(() -> Scoring.open(settings(Optional.of(large), Variant.PER_PIXEL)))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("65504");
    }

    private static ScoringSettings settings(Optional<Path> parameters, Variant variant) {
        return new ScoringSettings(
                ModelSource.of(parameters, Optional.empty(), ModelSource.DEFAULT_MAX_BYTES),
                Optional.empty(),
                variant,
                ExecutionProvider.CPU,
                1,
                1_000_000,
                Duration.ofSeconds(20),
                ScoreEncoding.F16,
                1,
                0);
    }

    private static Frame frame(byte[] bytes) {
        Instant now = Instant.now();
        return new Frame("gate", "1", null, now, now, null, Payload.of(bytes), null, new Source("frames", 0, 0));
    }
}
