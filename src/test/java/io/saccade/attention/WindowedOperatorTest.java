package io.saccade.attention;

import static io.saccade.attention.Samples.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.saccade.frame.Image;
import io.saccade.frame.ScoreMap;
import io.saccade.onnx.ExecutionProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The windowed operator against {@link ReferenceAttention}. */
class WindowedOperatorTest {

    @ParameterizedTest
    @CsvSource({
        "3, 3, 1, 1, 1",
        "5, 4, 3, 2, 10",
        "3, 90, 2, 2, 100",
        "90, 3, 3, 1, 100",
        "301, 97, 3, 2, 500",
        "640, 60, 1, 3, 1e6",
        "9001, 7, 4, 1, 1e20"
    })
    void scoresAreThoseOfTheReference(int width, int height, int inputs, int outputs, double scale) {
        check(Samples.bytes(width, height, inputs, 1), Samples.parameters(inputs, outputs, scale, 2));
        check(Samples.floats(width, height, inputs, 0.1, 1, 1), Samples.parameters(inputs, outputs, scale, 2));
    }

    @Test
    void aBlackFrameScoresTheMeanOfTheValues() {
        check(Samples.constant(20, 10, 3, 0), Samples.parameters(3, 2, 100, 3));
    }

    @Test
    void aFrameWithoutRoomForAWindowIsRefused() {
        AttentionParameters parameters = Samples.parameters(3, 2, 1, 4);
        try (AttentionModel model = AttentionModel.load(parameters, Variant.WINDOWED, ExecutionProvider.CPU);
                AttentionOperator operator = model.newOperator()) {
            assertThatThrownBy(() -> operator.attend(Samples.bytes(2, 50, 3, 5)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the WINDOWED operator needs an image of at least 3 × 3 pixels, got 2 × 50");
        }
    }

    private static void check(Image image, AttentionParameters parameters) {
        try (AttentionModel model = AttentionModel.load(parameters, Variant.WINDOWED, ExecutionProvider.CPU);
                AttentionOperator operator = model.newOperator()) {
            ScoreMap scores = operator.attend(image);

            assertThat(scores.width()).isEqualTo(image.width() - 2);
            assertThat(scores.height()).isEqualTo(image.height() - 2);
            assertThat(error(scores, ReferenceAttention.windowed(image, parameters)))
                    .isLessThan(1e-5);
        }
    }
}
