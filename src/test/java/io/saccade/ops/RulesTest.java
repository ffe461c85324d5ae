package io.saccade.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Prometheus' own tool on the rules: they are well formed, fire where they should, and nowhere else. */
@Tag("prometheus")
class RulesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "check config docker/prometheus/prometheus.yaml",
                "check rules docker/prometheus/rules.yaml",
                "test rules docker/prometheus/rules-test.yaml"
            })
    void promtoolAgrees(String arguments) throws IOException, InterruptedException {
        String promtool = Path.of(System.getProperty("prometheus"))
                .resolveSibling("promtool")
                .toString();
        Process process = new ProcessBuilder(List.of("sh", "-c", promtool + " " + arguments))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes());

        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
    }
}
