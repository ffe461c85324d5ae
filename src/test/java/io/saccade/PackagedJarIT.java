package io.saccade;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The jar as a user runs it, in a process of its own. */
class PackagedJarIT {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "SACCADE_SCORE_MAP_POOL,3,'saccade.score-map.pool is 3, expected 1, 2, 4, 8 or 16'",
        "SACCADE_SCORE_MAP_ENCODING,f99,'Cannot convert f99 to enum class io.saccade.encode.ScoreEncoding, allowed values: '",
        "SACCADE_FRESHNESS_DEFAULT,newest,'saccade.freshness.default: ''newest'', expected every, latest or max-age=2s'",
        "SACCADE_TRANSACTION_INTERVAL,20s,'saccade.transaction.interval is PT20S, expected 0s or longer, and less than'",
        "SACCADE_BATCH_MAX_RECORDS,-1,'saccade.batch.max-records is -1, expected 1 or more'",
        "SACCADE_LANES,-1,'saccade.lanes is -1, expected at least 1'",
        "SACCADE_DECODE_TIMEOUT,0s,'expected 1 ms to 1 minute'",
        "SACCADE_MODEL_FRAME_SIZE,big,'expected such as 640x480'",
        "SACCADE_MODEL_PARAMETERS,nowhere.safetensors,'saccade.model.parameters: can''t read nowhere.safetensors'",
        "SACCADE_MODEL_ONNX,nowhere.onnx,'saccade.model.onnx: can''t read nowhere.onnx'",
        "SACCADE_MODEL_ONNX,pom.xml,'saccade.model.onnx: pom.xml is not an ONNX model'",
        "SACCADE_MODEL_WATCH_INTERVAL,-PT1S,'saccade.model.watch-interval is PT-1S, expected 0 or longer'",
        "SACCADE_EXECUTION_PROVIDER,cuda,'provider ''cuda'' can''t run'",
    })
    void aBadSettingStopsTheStartWithOneLine(String variable, String value, String message) throws Exception {
        Run run = run(Map.of(variable, value), "serve");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.output().lines().toList()).singleElement().asString().startsWith("saccade: can't start: ");
        assertThat(run.output()).contains(message);
    }

    @Test
    void scoreWritesAMapAndAHeatMap() throws Exception {
        Path image = Files.write(folder.resolve("street.jpg"), Pictures.jpeg(64, 48));
        Path output = folder.resolve("scores");

        Run run = run(Map.of(), "score", image.toString(), "--output", output.toString());

        assertThat(run.exit()).as(run.output()).isZero();
        assertThat(run.output()).endsWith("score: scored=1 rejected=0\n");
        assertThat(output.resolve("street.safetensors")).exists();
        assertThat(output.resolve("street.png")).exists();
    }

    @Test
    void scoreSaysWhichImageItRejectedAndWhy() throws Exception {
        Path image = Files.write(folder.resolve("cut.jpg"), Arrays.copyOf(Pictures.jpeg(64, 48), 300));

        Run run = run(
                Map.of(),
                "score",
                image.toString(),
                "--output",
                folder.resolve("scores").toString());

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.output()).contains("cut.jpg: rejected: undecodable: broken JPEG");
    }

    @Test
    void helpAndWrongUsageHaveTheExitCodesThatPeopleExpect() throws Exception {
        assertThat(run(Map.of(), "--help").exit()).isZero();
        assertThat(run(Map.of(), "--help").output())
                .contains("serve", "score", "calibrate", "ingest", "watch", "verify", "redrive", "gan");
        assertThat(run(Map.of(), "gan", "--help").output()).contains("describe", "train", "sample", "export");
        assertThat(run(Map.of(), "gan").exit()).isEqualTo(2);
        assertThat(run(Map.of(), "--version").output()).startsWith("saccade ");
        assertThat(run(Map.of(), "nonsense").exit()).isEqualTo(2);
        assertThat(run(Map.of(), "score", "no-such-file.jpg").exit()).isEqualTo(2);
    }

    @Test
    void trainingThatIsToldToStopKeepsWhatWasLearnt() throws Exception {
        Path vectors = Files.writeString(folder.resolve("square.json"), "[[1, 1], [1, -1], [-1, 1], [-1, -1]]");
        Path checkpoint = folder.resolve("square.gan");
        Process training = new ProcessBuilder(command(
                        "gan",
                        "train",
                        vectors.toString(),
                        "--minibatch",
                        "2",
                        "--steps",
                        "1000000000",
                        "-o",
                        checkpoint.toString()))
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output = training.inputReader(UTF_8)) {
            String line = output.readLine();
            while (line != null && !line.startsWith("step ")) {
                line = output.readLine();
            }
            training.toHandle().destroy(); // SIGTERM, which Ctrl-C is like; its output stays open

            assertThat(output.lines().toList())
                    .anyMatch(told -> told.startsWith("gan train: told to stop after step "));
        }
        assertThat(training.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.list(folder)).containsExactlyInAnyOrder(vectors, checkpoint);
        Path samples = folder.resolve("samples.png");
        assertThat(run(Map.of(), "gan", "sample", checkpoint.toString(), "-o", samples.toString())
                        .exit())
                .isZero();
    }

    private record Run(int exit, String output) {}

    private static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                System.getProperty("saccade.jar")));
        command.addAll(List.of(arguments));
        return command;
    }

    private static Run run(Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command(arguments)).redirectErrorStream(true);
        builder.environment().putAll(environment);
        builder.environment().put("QUARKUS_HTTP_PORT", "0");
        builder.environment().put("QUARKUS_MANAGEMENT_PORT", "0");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), output);
    }
}
