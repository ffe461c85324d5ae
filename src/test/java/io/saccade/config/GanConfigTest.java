package io.saccade.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.DurationConverter;
import io.saccade.gan.EarlyStopping;
import io.saccade.gan.TrainerSettings;
import io.saccade.gan.net.LayerText;
import io.saccade.gan.net.Volume;
import io.saccade.gan.step.Game;
import io.saccade.gan.step.Objective;
import io.saccade.gan.step.Optimiser;
import io.saccade.gan.step.Player;
import io.saccade.gan.step.Schedule;
import io.saccade.scoring.InvalidSettingException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GanConfigTest {

    @Test
    void defaultsAreThoseOfTheReadme() {
        SaccadeConfig config = config(Map.of());
        GanConfig gan = config.gan();
        Optimiser adam = Optimiser.parse("adam 0.001 beta1 0.5 beta2 0.99");

        assertThat(config.roles()).containsExactlyInAnyOrder(Role.SCORE, Role.SERVE);
        assertThat(gan.trainer())
                .isEqualTo(new TrainerSettings(
                        new Game(
                                new Volume(16, 16, 3),
                                32,
                                8,
                                8,
                                1,
                                true,
                                new Objective.NonSaturating(),
                                new Player(
                                        LayerText.parse("dense 128 leaky-relu, dense 64 leaky-relu, dense 1 sigmoid"),
                                        adam,
                                        0),
                                new Player(
                                        LayerText.parse("dense 64 leaky-relu, dense 128 leaky-relu, dense 768"),
                                        adam,
                                        0),
                                new Schedule.Constant(),
                                0,
                                0,
                                1),
                        true,
                        1,
                        new EarlyStopping(0.02, 0),
                        false,
                        256));
        assertThat(gan.trainerId()).isEqualTo("main");
        assertThat(gan.groupId()).isEqualTo("saccade-training");
        assertThat(gan.inputTopic()).isEmpty();
        assertThat(gan.topics().metrics()).isEqualTo("gan-metrics");
        assertThat(gan.topics().novelty()).isEqualTo("gan-novelty");
        assertThat(gan.topics().samples()).isEqualTo("gan-samples");
        assertThat(gan.topics().checkpoints()).isEqualTo("gan-checkpoints");
        assertThat(gan.checkpoint().interval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(gan.samples().every()).isEqualTo(100);
        assertThat(gan.samples().count()).isEqualTo(16);
    }

    @Test
    void everyKeyIsTaken() {
        SaccadeConfig config = config(Map.ofEntries(
                Map.entry("saccade.roles", "train"),
                Map.entry("saccade.gan.trainer-id", "gate"),
                Map.entry("saccade.gan.group-id", "learners"),
                Map.entry("saccade.gan.input-topic", "features"),
                Map.entry("saccade.gan.topics.metrics", "m"),
                Map.entry("saccade.gan.topics.novelty", "n"),
                Map.entry("saccade.gan.topics.samples", "s"),
                Map.entry("saccade.gan.topics.checkpoints", "c"),
                Map.entry("saccade.gan.sample", "5"),
                Map.entry("saccade.gan.noise", "4"),
                Map.entry("saccade.gan.minibatch", "6"),
                Map.entry("saccade.gan.generated", "4"),
                Map.entry("saccade.gan.packing", "2"),
                Map.entry("saccade.gan.constant-one", "false"),
                Map.entry("saccade.gan.centre", "false"),
                Map.entry("saccade.gan.objective", "wasserstein"),
                Map.entry("saccade.gan.clip", "0.05"),
                Map.entry("saccade.gan.discriminator.layers", "dense 7 relu, dense 1"),
                Map.entry("saccade.gan.discriminator.optimiser", "rmsprop 0.01"),
                Map.entry("saccade.gan.discriminator.l1", "0.001"),
                Map.entry("saccade.gan.generator.layers", "dense 3 tanh, dense k"),
                Map.entry("saccade.gan.generator.optimiser", "sgd 0.1"),
                Map.entry("saccade.gan.generator.l1", "0.002"),
                Map.entry("saccade.gan.schedule", "exponential 500"),
                Map.entry("saccade.gan.gradient-clip", "5"),
                Map.entry("saccade.gan.average", "0.99"),
                Map.entry("saccade.gan.discriminator-steps", "3"),
                Map.entry("saccade.gan.seed", "7"),
                Map.entry("saccade.gan.early-stopping.tolerance", "0.1"),
                Map.entry("saccade.gan.early-stopping.patience", "50"),
                Map.entry("saccade.gan.on-non-finite", "halt"),
                Map.entry("saccade.gan.cameras", "9"),
                Map.entry("saccade.gan.checkpoint.interval", "3s"),
                Map.entry("saccade.gan.samples.every", "0"),
                Map.entry("saccade.gan.samples.count", "4")));
        GanConfig gan = config.gan();

        assertThat(config.roles()).isEqualTo(Set.of(Role.TRAIN));
        assertThat(gan.trainer())
                .isEqualTo(new TrainerSettings(
                        new Game(
                                Volume.flat(5),
                                4,
                                6,
                                4,
                                2,
                                false,
                                new Objective.Wasserstein(0.05),
                                new Player(
                                        LayerText.parse("dense 7 relu, dense 1"),
                                        Optimiser.parse("rmsprop 0.01"),
                                        0.001),
                                new Player(LayerText.parse("dense 3 tanh, dense 5"), Optimiser.parse("sgd 0.1"), 0.002),
                                new Schedule.Exponential(500),
                                5,
                                0.99,
                                3),
                        false,
                        7,
                        new EarlyStopping(0.1, 50),
                        true,
                        9));
        assertThat(gan.trainerId()).isEqualTo("gate");
        assertThat(gan.groupId()).isEqualTo("learners");
        assertThat(gan.inputTopic()).isEqualTo(Optional.of("features"));
        assertThat(gan.checkpoint().interval()).isEqualTo(Duration.ofSeconds(3));
        assertThat(gan.samples().every()).isZero();
        assertThat(gan.samples().count()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "sample | sixteen | saccade.gan.sample: 'sixteen' is not a volume, expected such as 16x16x3 or 768",
                "objective | winning | saccade.gan.objective: 'winning' is not an objective, expected log-likelihood",
                "schedule | sometimes | saccade.gan.schedule: 'sometimes' is not a schedule, expected constant",
                "discriminator.layers | dense | saccade.gan.discriminator.layers: layer 'dense': expected units at the end",
                "discriminator.layers | dense 2 sigmoid | the discriminator ends with 'dense 2 sigmoid' (2 numbers), expected 1",
                "discriminator.layers | dense 1 | expected 1 number and sigmoid for objective non-saturating",
                "discriminator.layers | conv 4 17x17, dense 1 sigmoid | conv of 17 does not fit into 16x16x4",
                "generator.layers | dense 5 | the generator gives 5, expected 16x16x3, a sample",
                "generator.optimiser | adam | saccade.gan.generator.optimiser: optimiser 'adam': expected a rule",
                "discriminator.l1 | -1 | saccade.gan.discriminator.l1: l1 is -1.0, expected 0 or more",
                "packing | 3 | packing is 3, expected a divisor of the minibatch (8)",
                "minibatch | 0 | minibatch is 0, expected at least 1",
                "noise | 0 | noise is 0, expected at least 1",
                "average | 1 | average is 1.0, expected 0 to under 1",
                "gradient-clip | -1 | gradient clip is -1.0, expected 0 or more",
                "discriminator-steps | 0 | discriminator steps is 0, expected at least 1",
                "cameras | 0 | cameras is 0, expected at least 1",
                "early-stopping.patience | -1 | early stopping has tolerance 0.02 and patience -1",
                "checkpoint.interval | -1s | saccade.gan.checkpoint.interval is PT-1S, expected 0s or longer",
                "checkpoint.interval | 15s | saccade.gan.checkpoint.interval is PT15S, expected less than saccade.transaction",
                "samples.count | 0 | saccade.gan.samples.every is 100 and .count is 0"
            })
    void whatMakesNoSenseIsSaidInOneLine(String key, String value, String message) {
        SaccadeConfig config = config(Map.of("saccade.gan." + key, value));

        assertThatThrownBy(config::check)
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining(message)
                .extracting(Throwable::getMessage)
                .asString()
                .doesNotContain("\n");
    }

    private static SaccadeConfig config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(SaccadeConfig.class)
                .withSources(new PropertiesConfigSource(settings, "test", 500))
                .build()
                .getConfigMapping(SaccadeConfig.class);
    }
}
