package io.saccade.attention;

import static io.saccade.attention.Samples.error;
import static org.assertj.core.api.Assertions.assertThat;

import io.saccade.frame.Image;
import io.saccade.frame.ScoreMap;
import io.saccade.onnx.ExecutionProvider;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The straight graphs, made for GPUs, run here on the processor. */
class StraightOperatorTest {

    @ParameterizedTest
    @CsvSource({"3, 0.2, QUADRATIC", "3, 500, EXPONENTIAL", "3, 20000, STABLE", "1, 500, TABLE"})
    void theStraightGraphsAgreeWithTheTiledOne(int inputs, double scale, Tier tier) {
        AttentionParameters parameters = Samples.parameters(inputs, 3, scale, 1);
        try (AttentionModel model = AttentionModel.load(parameters, Variant.PER_PIXEL, ExecutionProvider.CPU);
                AttentionOperator tiled = new TiledOperator(model);
                AttentionOperator straight = new StraightOperator(model)) {
            for (Image image : List.of(
                    Samples.bytes(331, 207, inputs, 2),
                    Samples.bytes(1, 1, inputs, 2),
                    Samples.floats(150, 203, inputs, 0.5, 0.1, 2))) {
                ScoreMap scores = straight.attend(image);

                assertThat(error(scores, ReferenceAttention.perPixel(image, parameters)))
                        .isLessThan(1e-5);
                ScoreMap others = tiled.attend(image);
                assertThat(straight.trace().tier()).isEqualTo(tiled.trace().tier());
                assertThat(straight.trace().logitRange())
                        .isCloseTo(tiled.trace().logitRange(), Percentage.withPercentage(1e-9));
                for (int o = 0; o < 3; o++) {
                    assertThat(largestDifference(scores, others, o)).isLessThan(1e-6);
                }
            }
            straight.attend(Samples.bytes(331, 207, inputs, 2));
            assertThat(straight.trace().tier()).isEqualTo(tier);
        }
    }

    private static double largestDifference(ScoreMap one, ScoreMap other, int channel) {
        double largest = 0;
        for (int i = 0; i < one.width() * one.height(); i++) {
            largest = Math.max(
                    largest,
                    Math.abs((double) one.planes().get(channel).get(i)
                            - other.planes().get(channel).get(i)));
        }
        return largest;
    }
}
