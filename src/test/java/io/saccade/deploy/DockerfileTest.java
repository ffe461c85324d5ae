package io.saccade.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.saccade.deploy.Dockerfile.Instruction;
import io.saccade.deploy.Dockerfile.Stage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The Dockerfile, as far as it can be checked without an engine. */
class DockerfileTest {

    private static final List<String> PROVIDERS = List.of("cpu", "cuda");

    private final Dockerfile dockerfile = Dockerfile.read(Dockerfile.FILE);

    @Test
    void everyImageFromElsewhereHasATagAndADigest() {
        Set<String> known = new HashSet<>();
        for (Stage stage : dockerfile.stages()) {
            for (String provider : PROVIDERS) {
                String from = stage.from().replace("${PROVIDER}", provider);
                if (!known.contains(from)) {
                    assertThat(from).matches("[a-z0-9./-]+:[A-Za-z0-9._-]+@sha256:[0-9a-f]{64}");
                }
            }
            known.add(stage.name());
        }
        assertThat(dockerfile.last().from())
                .as("both images end in the same way")
                .isEqualTo("run-${PROVIDER}");
    }

    @Test
    void whatIsCopiedExistsAndIsInTheContext() throws IOException {
        List<String> context = Files.readAllLines(Path.of(".dockerignore"));
        assertThat(context.get(0)).as("nothing but what is named").isEqualTo("*");
        Set<String> stages = new HashSet<>();
        for (Stage stage : dockerfile.stages()) {
            assertThat(stage.all("ADD")).isEmpty();
            for (Instruction copy : stage.all("COPY")) {
                List<String> words = copy.words();
                if (copy.option("from").isEmpty()) {
                    words.subList(0, words.size() - 1).forEach(source -> assertInContext(source, context));
                } else {
                    assertThat(stages).contains(copy.option("from"));
                }
            }
            stages.add(stage.name());
        }
        assertInContext("src/docs/street.jpg", context);
        assertThat(dockerfile.last().all("RUN"))
                .singleElement()
                .extracting(Instruction::arguments)
                .asString()
                .contains("source=src/docs/street.jpg");
    }

    private static void assertInContext(String source, List<String> context) {
        assertThat(Path.of(source)).exists();
        assertThat(context).contains("!" + source);
    }

    @Test
    void itRunsAsAnybodyButRootAndGetsItsSignals() {
        Stage image = dockerfile.last();

        assertThat(image.last("USER").arguments()).matches("[1-9][0-9]*:[1-9][0-9]*");
        assertThat(image.last("ENTRYPOINT").exec())
                .startsWith("java")
                .endsWith("@/opt/saccade/java.options", "-jar", "/opt/saccade/saccade.jar");
        assertThat(image.last("STOPSIGNAL").arguments()).isEqualTo("SIGTERM");
        assertThat(image.last("HEALTHCHECK").exec()).containsExactly("/opt/saccade/health", "live");
        assertThat(image.all("CMD")).as("arguments are the command").isEmpty();
    }

    @Test
    void portsAreThoseOfTheService() throws IOException {
        Properties defaults = new Properties();
        try (InputStream properties = Files.newInputStream(Path.of("src/main/resources/application.properties"))) {
            defaults.load(properties);
        }

        assertThat(dockerfile.last().last("EXPOSE").words())
                .containsExactly(
                        defaults.getProperty("quarkus.http.port"), defaults.getProperty("quarkus.management.port"));
    }

    @Test
    void variablesAreReadByTheServiceAndHoldNoSecret() {
        dockerfile.last().all("ENV").forEach(env -> assertThat(ConfigurationKeys.problems(env.pairs()))
                .isEmpty());

        Stream.concat(
                        dockerfile.before().stream(),
                        dockerfile.stages().stream().flatMap(stage -> stage.instructions().stream()))
                .filter(instruction -> Set.of("ENV", "ARG", "LABEL").contains(instruction.name()))
                .forEach(instruction -> assertThat(instruction.pairs().keySet())
                        .noneMatch(name -> name.matches("(?i).*(password|passwd|secret|token|credential).*")));
    }

    @Test
    void theVirtualMachineTakesItsOptions() throws Exception {
        ProcessBuilder java = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-version");
        dockerfile.last().all("ENV").forEach(env -> java.environment().putAll(env.pairs()));

        Process process = java.redirectErrorStream(true).start();

        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    @Test
    void labelsAreTheAnnotationsOfOpenContainersAndTheVersionThatOfTheBuild() {
        Map<String, String> labels = dockerfile.last().last("LABEL").pairs();

        assertThat(labels.keySet())
                .allMatch(label ->
                        label.matches("org\\.opencontainers\\.image\\.(title|description|licenses|version|revision)"));
        assertThat(dockerfile.last().all("ARG").get(0).pairs()).containsEntry("VERSION", Pom.version());
    }
}
