package io.saccade.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CapacityCommandTest {

    @TempDir
    Path folder;

    @Test
    void aTableNamesEachNumberWhatBoundsItAndWhatWasAssumed() {
        CommandRun run = CommandRun.of("capacity", "--cameras", "200", "--rate", "5", "--size", "320x240");

        assertThat(run.exit()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .containsPattern("frames +1,000 1/s +cameras times rate")
                .containsPattern("instances +\\d+ +\\w+")
                .containsPattern("latency p99 +[\\d.]+ +ms")
                .containsPattern("--replication +3")
                .containsPattern("--encoding +f16")
                .containsPattern("--cameras +200");
    }

    @Test
    void jsonHasTheSame() throws IOException {
        CommandRun run =
                CommandRun.of("capacity", "--cameras", "200", "--frame-bytes", "50000", "--pool", "4", "--json");

        JsonNode json = new ObjectMapper().readTree(run.out());
        assertThat(run.exit()).isZero();
        assertThat(json.at("/figures/frames/value").asDouble()).isEqualTo(2000);
        assertThat(json.at("/figures/frame/value").asDouble()).isCloseTo(50, within(1e-9));
        assertThat(json.at("/figures/map/value").asDouble()).isCloseTo(38.4, within(1e-9));
        assertThat(json.at("/figures/instances/bound").asText()).isNotEmpty();
        assertThat(json.at("/assumptions/frame-bytes").asText()).isEqualTo("50000.0");
    }

    @Test
    void wrongUseIsExitCodeTwoAndOneLine() {
        assertUsage("cameras is 1 to 10000000, got 0", "--cameras", "0");
        assertUsage("rate is 0.001 to 10000, got -1", "--cameras", "1", "--rate", "-1");
        assertUsage("utilisation is 0.01 to 0.99, got 2", "--cameras", "1", "--utilisation", "2");
        assertUsage("--pool is 1, 2, 4, 8 or 16, got 3", "--cameras", "1", "--pool", "3");
        assertUsage("a camera takes", "--cameras", "1", "--rate", "9999", "--size", "3840x2160");
        assertUsage("map-readers is 0 to 1000, got -1", "--cameras", "1", "--map-readers", "-1");
        assertUsage("frame-bytes is 1 to", "--cameras", "1", "--frame-bytes", "0");
    }

    @Test
    void whatIsNoNumberIsNamed() {
        CommandRun run = CommandRun.of("capacity", "--cameras", "many");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("'many' is not an int");
    }

    @Test
    void coefficientsThatCantBeReadFailInOneLine() {
        CommandRun run = CommandRun.of("capacity", "--cameras", "1", "--coefficients", "" + folder.resolve("none"));

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err().lines().toList()).singleElement().asString().contains("can't read", "none");
    }

    private static void assertUsage(String message, String... arguments) {
        CommandRun run = CommandRun.of("capacity", arguments);
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err().lines().toList()).singleElement().asString().contains(message);
    }
}
