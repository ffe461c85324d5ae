package io.saccade.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.DurationConverter;
import io.saccade.attention.Variant;
import io.saccade.encode.ScoreEncoding;
import io.saccade.frame.FrameSize;
import io.saccade.onnx.ExecutionProvider;
import io.saccade.scoring.Freshness;
import io.saccade.scoring.FreshnessPolicy;
import io.saccade.scoring.InvalidSettingException;
import io.saccade.scoring.ModelSource;
import io.saccade.scoring.ScoringSettings;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SaccadeConfigTest {

    @Test
    void defaultsAreThoseOfTheReadme() {
        SaccadeConfig config = config(Map.of());
        ScoringSettings scoring = config.scoring();

        assertThat(scoring.model()).isEqualTo(ModelSource.builtIn());
        assertThat(config.watch()).contains(Duration.ofSeconds(5));
        assertThat(config.admin().token()).isEmpty();
        assertThat(config.access().mode()).isEqualTo(AccessMode.LOCAL);
        assertThat(config.access().admins()).containsExactly("admin");
        assertThat(config.access().origins()).isEmpty();
        assertThat(config.http().rate()).isEqualTo(20);
        assertThat(config.http().maxFrameBytes()).isEqualTo(16 << 20);
        assertThat(config.http().maxConcurrent()).isEqualTo(16);
        assertThat(scoring.frameSize()).isEmpty();
        assertThat(scoring.variant()).isEqualTo(Variant.PER_PIXEL);
        assertThat(scoring.provider()).isEqualTo(ExecutionProvider.AUTO);
        assertThat(scoring.lanes()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(scoring.maxPixels()).isEqualTo(64_000_000);
        assertThat(scoring.decodeTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(scoring.encoding()).isEqualTo(ScoreEncoding.F16);
        assertThat(scoring.pool()).isEqualTo(1);
        assertThat(scoring.preview()).isEqualTo(-1);
        assertThat(config.groupId()).isEqualTo("saccade-scoring");
        assertThat(config.groupProtocol()).isEqualTo(GroupProtocol.COOPERATIVE);
        assertThat(config.delivery()).isEqualTo(Delivery.EXACTLY_ONCE);
        assertThat(config.transactionalId()).isEmpty();
        assertThat(config.transaction().interval()).isEqualTo(Duration.ZERO);
        assertThat(config.transaction().timeout()).isEqualTo(Duration.ofSeconds(15));
        assertThat(config.freshness().policy()).isEqualTo(FreshnessPolicy.EVERY_FRAME);
        assertThat(config.health().stallAfter()).isEqualTo(Duration.ofSeconds(45));
        assertThat(config.batch().maxRecords()).isZero();
        assertThat(config.batch().maxBytes()).isEqualTo(16 << 20);
        assertThat(config.topics().frames()).isEqualTo("frames");
        assertThat(config.topics().scoreMaps()).isEqualTo("score-maps");
        assertThat(config.topics().scoreSummaries()).isEqualTo("score-summaries");
        assertThat(config.topics().scorePreviews()).isEqualTo("score-previews");
        assertThat(config.topics().deadLetters()).isEqualTo("frames-dead-letter");
        assertThat(config.topics().create()).isTrue();
        assertThat(config.topics().partitions()).isEqualTo(4);
    }

    @Test
    void batchesGrowWithTheLanesUnlessTheyAreSet() {
        assertThat(config(Map.of("saccade.lanes", "1")).batchFrames()).isEqualTo(16);
        assertThat(config(Map.of("saccade.lanes", "16")).batchFrames()).isEqualTo(128);
        assertThat(config(Map.of("saccade.lanes", "16", "saccade.batch.max-records", "5"))
                        .batchFrames())
                .isEqualTo(5);
    }

    @Test
    void everyKeyIsTaken() {
        SaccadeConfig config = config(Map.ofEntries(
                Map.entry("saccade.model.parameters", "gate.safetensors"),
                Map.entry("saccade.model.max-bytes", "5000"),
                Map.entry("saccade.model.watch-interval", "0"),
                Map.entry("saccade.admin.token", "open sesame"),
                Map.entry("saccade.model.frame-size", "1920x1080"),
                Map.entry("saccade.model.variant", "windowed"),
                Map.entry("saccade.execution-provider", "cpu"),
                Map.entry("saccade.lanes", "3"),
                Map.entry("saccade.decode.max-pixels", "1000"),
                Map.entry("saccade.decode.timeout", "500ms"),
                Map.entry("saccade.score-map.encoding", "u8"),
                Map.entry("saccade.score-map.pool", "4"),
                Map.entry("saccade.preview.enabled", "true"),
                Map.entry("saccade.preview.channel", "2"),
                Map.entry("saccade.topics.frames", "in"),
                Map.entry("saccade.topics.score-maps", "out"),
                Map.entry("saccade.topics.score-summaries", "sum"),
                Map.entry("saccade.topics.score-previews", "png"),
                Map.entry("saccade.topics.dead-letters", "dead"),
                Map.entry("saccade.topics.create", "false"),
                Map.entry("saccade.topics.partitions", "12"),
                Map.entry("saccade.batch.max-records", "8"),
                Map.entry("saccade.batch.max-bytes", "1000000"),
                Map.entry("saccade.group-protocol", "consumer"),
                Map.entry("saccade.delivery", "at-least-once"),
                Map.entry("saccade.transactional-id", "scoring-7"),
                Map.entry("saccade.transaction.interval", "200ms"),
                Map.entry("saccade.transaction.timeout", "30s"),
                Map.entry("saccade.freshness.default", "latest"),
                Map.entry("saccade.freshness.cameras.gate", "max-age=2s"),
                Map.entry("saccade.freshness.cameras.\"street 1/a\"", "every"),
                Map.entry("saccade.health.stall-after", "20s"),
                Map.entry("saccade.access", "basic"),
                Map.entry("saccade.access.users-file", "users"),
                Map.entry("saccade.access.admins", "anna,ben"),
                Map.entry("saccade.access.origins", "https://saccade.example.org"),
                Map.entry("saccade.http.rate", "5"),
                Map.entry("saccade.http.max-frame-bytes", "1000"),
                Map.entry("saccade.http.max-concurrent", "2"),
                Map.entry("saccade.group-id", "blue")));

        assertThat(config.scoring())
                .isEqualTo(new ScoringSettings(
                        new ModelSource(ModelSource.Kind.PARAMETERS, Optional.of(Path.of("gate.safetensors")), 5000),
                        java.util.Optional.of(new FrameSize(1920, 1080)),
                        Variant.WINDOWED,
                        ExecutionProvider.CPU,
                        3,
                        1000,
                        Duration.ofMillis(500),
                        ScoreEncoding.U8,
                        4,
                        2));
        assertThat(config.watch()).isEmpty();
        assertThat(config.admin().token()).contains("open sesame");
        assertThat(config.topics().frames()).isEqualTo("in");
        assertThat(config.topics().scoreMaps()).isEqualTo("out");
        assertThat(config.topics().scoreSummaries()).isEqualTo("sum");
        assertThat(config.topics().scorePreviews()).isEqualTo("png");
        assertThat(config.topics().deadLetters()).isEqualTo("dead");
        assertThat(config.topics().create()).isFalse();
        assertThat(config.topics().partitions()).isEqualTo(12);
        assertThat(config.batch().maxRecords()).isEqualTo(8);
        assertThat(config.batch().maxBytes()).isEqualTo(1_000_000);
        assertThat(config.groupId()).isEqualTo("blue");
        assertThat(config.groupProtocol()).isEqualTo(GroupProtocol.CONSUMER);
        assertThat(config.delivery()).isEqualTo(Delivery.AT_LEAST_ONCE);
        assertThat(config.transactionalId()).contains("scoring-7");
        assertThat(config.transaction().interval()).isEqualTo(Duration.ofMillis(200));
        assertThat(config.transaction().timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.freshness().policy())
                .isEqualTo(new FreshnessPolicy(
                        new Freshness.Latest(),
                        Map.of("gate", Freshness.parse("max-age=2s"), "street 1/a", new Freshness.Every())));
        assertThat(config.health().stallAfter()).isEqualTo(Duration.ofSeconds(20));
        assertThat(config.access().mode()).isEqualTo(AccessMode.BASIC);
        assertThat(config.access().usersFile()).contains(Path.of("users"));
        assertThat(config.access().admins()).containsExactlyInAnyOrder("anna", "ben");
        assertThat(config.access().origins().orElseThrow()).containsExactly("https://saccade.example.org");
        assertThat(config.http().rate()).isEqualTo(5);
        assertThat(config.http().maxFrameBytes()).isEqualTo(1000);
        assertThat(config.http().maxConcurrent()).isEqualTo(2);
    }

    @Test
    void aModelOfOnesOwnTakesThePlaceOfParameters() {
        assertThat(config(Map.of("saccade.model.onnx", "edges.onnx")).scoring().model())
                .isEqualTo(new ModelSource(
                        ModelSource.Kind.ONNX, Optional.of(Path.of("edges.onnx")), ModelSource.DEFAULT_MAX_BYTES));
        SaccadeConfig both =
                config(Map.of("saccade.model.onnx", "edges.onnx", "saccade.model.parameters", "gate.safetensors"));
        assertThatThrownBy(both::scoring)
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage(
                        "saccade.model.parameters is gate.safetensors and saccade.model.onnx is edges.onnx, expected"
                                + " one or the other");
        SaccadeConfig windowed =
                config(Map.of("saccade.model.onnx", "edges.onnx", "saccade.model.variant", "windowed"));
        assertThatThrownBy(windowed::scoring).hasMessageContaining("expected per-pixel with saccade.model.onnx");
    }

    @Test
    void secretsAreInNoText() {
        SaccadeConfig config =
                config(Map.of("saccade.admin.token", "open sesame", "saccade.access.password", "sesame too"));

        assertThat(config + " " + config.admin() + " " + config.access()).doesNotContain("sesame");
    }

    @Test
    void theWatchIntervalIsNotNegative() {
        SaccadeConfig config = config(Map.of("saccade.model.watch-interval", "-PT1S"));

        assertThatThrownBy(config::watch).hasMessageContaining("saccade.model.watch-interval is PT-1S");
    }

    @ParameterizedTest
    @CsvSource({
        "saccade.model.max-bytes,0,1 to",
        "saccade.score-map.pool,3,'1, 2, 4, 8 or 16'",
        "saccade.decode.max-pixels,0,1 to",
        "saccade.decode.timeout,0s,1 ms to 1 minute",
        "saccade.decode.timeout,2h,1 ms to 1 minute",
        "saccade.lanes,-1,at least 1",
        "saccade.model.frame-size,big,expected such as 640x480"
    })
    void aValueOutOfRangeSaysWhatWasExpected(String key, String value, String expected) {
        SaccadeConfig config = config(Map.of(key, value));
        assertThatThrownBy(config::scoring)
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining(key)
                .hasMessageContaining(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "saccade.access=basic | set saccade.access.password (of the user admin) or saccade.access.users-file",
                "saccade.access.password=sesame | are for saccade.access=basic",
                "saccade.access=oidc,saccade.access.users-file=users | are for saccade.access=basic",
                "saccade.access=basic,saccade.access.users-file=users,saccade.access.password=sesame | not both",
                "saccade.access=oidc,saccade.admin.token=sesame | saccade.admin.token is for saccade.access=local",
                "saccade.access.origins=saccade.example.org | expected such as https://saccade.example.org",
                "saccade.access.origins=https://a/path | expected such as https://saccade.example.org",
                "saccade.http.rate=-1 | saccade.http.rate is -1",
                "saccade.http.max-frame-bytes=0 | saccade.http.max-frame-bytes is 0",
                "saccade.http.max-concurrent=0 | saccade.http.max-concurrent is 0",
            })
    void accessThatDoesNotAddUpIsRefused(String settings, String expected) {
        Map<String, String> all = new HashMap<>();
        for (String setting : settings.split(",")) {
            all.put(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
        }
        SaccadeConfig config = config(all);

        assertThatThrownBy(config::check)
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining(expected)
                .hasMessageNotContaining("sesame");
    }

    @Test
    void aFreshnessThatIsNoneNamesItsSetting() {
        SaccadeConfig config = config(Map.of("saccade.freshness.cameras.gate", "newest"));
        assertThatThrownBy(() -> config.freshness().policy())
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("saccade.freshness.cameras.gate")
                .hasMessageContaining("every, latest or max-age=2s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"saccade.score-map.encoding=f99", "saccade.lanes=many", "saccade.scoremap.pool=2"})
    void aWrongValueOrAnUnknownKeyIsNotTaken(String setting) {
        String[] pair = setting.split("=");
        assertThatThrownBy(() -> config(Map.of(pair[0], pair[1]))).hasMessageContaining(pair[0]);
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
