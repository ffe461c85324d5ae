package io.saccade.attention;

import static org.assertj.core.api.Assertions.assertThat;

import io.saccade.onnx.ExecutionProvider;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every operator case of the folder {@code -Dgolden.dir}, by default the project's own (made by {@code GoldenCases}).
 */
class GoldenTest {

    static final Path OWN = Path.of("src/test/resources/golden");

    static List<GoldenCase> cases() throws Exception {
        String folder = System.getProperty("golden.dir", "");
        return GoldenCase.in(folder.isEmpty() ? OWN : Path.of(folder));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void scoresAreWithinTheTolerance(GoldenCase golden) throws Exception {
        AttentionParameters parameters = golden.parameters();
        try (AttentionModel model = AttentionModel.load(parameters, golden.variant(), ExecutionProvider.CPU);
                AttentionOperator operator = model.newOperator()) {
            golden.assertMatches(operator.attend(golden.image()));
        }
        assertThat(parameters.trainable()).isEqualTo(golden.trainable());
    }
}
