package io.saccade.gan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.saccade.gan.step.Game;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class GameTextTest {

    static List<Game> games() {
        return Games.all();
    }

    @ParameterizedTest
    @MethodSource("games")
    void aGameIsReadAsItWasWritten(Game game) {
        assertThat(GameText.parse(GameText.of(game))).isEqualTo(game);
    }

    @Test
    void settingsOfOtherNamesArePassedOver() {
        Map<String, String> settings = new HashMap<>(GameText.of(Games.plain()));
        settings.put("colour", "red");

        assertThat(GameText.parse(settings)).isEqualTo(Games.plain());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "missing",
            value = {
                "noise|missing|the game's settings have no 'noise'",
                "discriminator.layers|missing|the game's settings have no 'discriminator.layers'",
                "noise|three|the game's setting 'noise' is 'three', expected a whole number",
                "average|much|the game's setting 'average' is 'much', expected a number",
                "constant-one|1|the game's setting 'constant-one' is '1', expected true or false",
                "sample|2x2|is not a volume, expected such as 16x16x3 or 768",
                "objective|win|is not an objective, expected log-likelihood, non-saturating, likelihood or wasserstein",
                "objective|wasserstein|the bound of the weights is 0.0, expected more than 0",
                "schedule|never|is not a schedule, expected constant, linear END STEPS or exponential HALF-LIFE",
                "generator.layers|dense 7|the generator gives 7, expected 2, a sample",
            })
    void aSettingThatMakesNoSenseIsNamed(String name, String value, String message) {
        Map<String, String> settings = new HashMap<>(GameText.of(Games.plain()));
        if (value == null) {
            settings.remove(name);
        } else {
            settings.put(name, value);
        }

        assertThatThrownBy(() -> GameText.parse(settings))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith(message);
    }
}
