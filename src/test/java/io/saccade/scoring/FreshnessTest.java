package io.saccade.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FreshnessTest {

    @ParameterizedTest
    @CsvSource({
        "every,every",
        "Latest,latest",
        "max-age=500ms,max-age=500ms",
        "max-age=2s,max-age=2000ms",
        "max-age=PT1M,max-age=60000ms"
    })
    void aSettingIsRead(String text, String meaning) {
        assertThat(Freshness.parse(text)).hasToString(meaning);
    }

    @ParameterizedTest
    @ValueSource(strings = {"newest", "max-age", "max-age=", "max-age=soon", "max-age=0s", "max-age=-1s", ""})
    void whatIsNoSettingSaysWhatIs(String text) {
        assertThatThrownBy(() -> Freshness.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected");
    }

    @Test
    void aCameraHasItsOwnOrTheOthers() {
        FreshnessPolicy policy =
                new FreshnessPolicy(new Freshness.Every(), Map.of("gate", new Freshness.MaxAge(Duration.ofSeconds(1))));

        assertThat(policy.of("gate")).isEqualTo(new Freshness.MaxAge(Duration.ofSeconds(1)));
        assertThat(policy.of("door")).isEqualTo(new Freshness.Every());
        assertThat(policy.anyNewestOnly()).isFalse();
        assertThat(new FreshnessPolicy(new Freshness.Every(), Map.of("x", new Freshness.Latest())).anyNewestOnly())
                .isTrue();
    }
}
