package io.saccade.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.saccade.broker.EmbeddedKafka;
import io.saccade.broker.Logs;
import io.saccade.deploy.Compose.Service;
import io.saccade.process.Child;
import io.saccade.process.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Compose file's services as processes: a broker with its settings, and the jar as the image has it with its variables,
 * commands and health checks. Only names of hosts and ports are others.
 */
class ComposeIT {

    private static final String PASSWORD = "open sesame";
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** As the image has it. */
    private static final String INSTALLED = "/opt/saccade";

    private final Compose compose = Compose.read(Compose.FILE, Map.of("SACCADE_PASSWORD", PASSWORD));
    private final Dockerfile.Stage image = Dockerfile.read(Dockerfile.FILE).last();
    private final Map<String, Integer> managementPorts = new HashMap<>();
    private final Deque<Child> running = new ArrayDeque<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final int kafkaPort = Ports.free();
    private final int httpPort = Ports.free();

    @TempDir
    Path folder;

    @AfterEach
    void stop() {
        running.forEach(Child::kill);
    }

    @Test
    void theWallShowsFourCameras() throws Exception {
        Logs.onlyErrors();
        Path installed = installed();

        try (EmbeddedKafka kafka = broker()) {
            assertThat(kafka.bootstrapServers()).endsWith(":" + kafkaPort);
            for (String name : List.of("score", "train", "serve")) {
                start(name, installed);
            }
            awaitHealth();
            start("camera", installed);

            await("four cameras").atMost(PATIENCE).untilAsserted(() -> assertThat(cameras())
                    .containsExactlyInAnyOrder("street-0", "street-1", "street-2", "street-3"));
            assertThat(get("/api/cameras", null).statusCode()).isEqualTo(401);
            awaitHealth();

            running.forEach(child -> child.terminate(Duration.ofSeconds(30)));
        }
        assertThat(written()).as("nothing is written but empty folders").isEmpty();
    }

    /** What the build stage makes of the jar, with the native libraries beside it. */
    private Path installed() throws Exception {
        Path installed = folder.resolve("installed");
        ProcessBuilder unpack = new ProcessBuilder(
                        "docker/unpack", System.getProperty("saccade.jar"), installed.toString())
                .redirectErrorStream(true);
        unpack.environment()
                .merge("PATH", Path.of(System.getProperty("java.home"), "bin") + ":", (path, jdk) -> jdk + path);
        Process process = unpack.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(Files.size(installed.resolve("saccade.jar")))
                .isLessThan(Files.size(Path.of(System.getProperty("saccade.jar"))) / 2);
        return installed;
    }

    private EmbeddedKafka broker() {
        int controller = Ports.free();
        Map<String, String> settings =
                ComposeTest.brokerSettings(compose.services().get("kafka"));
        settings.replaceAll((key, value) -> value.replace("INSIDE://:9092", "INSIDE://127.0.0.1:" + kafkaPort)
                .replace("INSIDE://kafka:9092", "INSIDE://127.0.0.1:" + kafkaPort)
                .replace("HOST://:19092", "HOST://127.0.0.1:" + Ports.free())
                .replace("CONTROLLER://:9093", "CONTROLLER://127.0.0.1:" + controller)
                .replace("kafka:9093", "127.0.0.1:" + controller));
        settings.remove("log.dirs");
        return EmbeddedKafka.open(folder.resolve("kafka"), kafkaPort, controller, settings);
    }

    private void start(String name, Path installed) throws IOException {
        Service service = compose.services().get(name);
        Map<String, String> environment = new HashMap<>();
        image.all("ENV").forEach(env -> environment.putAll(env.pairs()));
        environment.putAll(service.environment());
        environment.replaceAll((key, value) -> value.replace("kafka:9092", "127.0.0.1:" + kafkaPort));
        managementPorts.put(name, Ports.free());
        environment.put("QUARKUS_MANAGEMENT_PORT", String.valueOf(managementPorts.get(name)));
        environment.put("QUARKUS_HTTP_PORT", String.valueOf(name.equals("serve") ? httpPort : Ports.free()));

        List<String> arguments = new ArrayList<>(List.of(
                "-XX:MaxRAM=" + service.memLimit(),
                "-Djava.io.tmpdir="
                        + Files.createDirectories(folder.resolve("tmp").resolve(name)),
                "-Duser.home=" + Files.createDirectories(folder.resolve("home").resolve(name))));
        for (String option : Files.readAllLines(Path.of("docker/java.options"))) {
            if (!option.startsWith("#")) {
                arguments.add(option.replace(INSTALLED, installed.toString()));
            }
        }
        arguments.addAll(List.of("-jar", installed.resolve("saccade.jar").toString()));
        arguments.addAll(service.command());
        running.push(Child.java(arguments, environment, folder.resolve(name + ".log")));
    }

    /** One check that fails is no fault: the file's checks have retries. */
    private void awaitHealth() {
        for (String name : List.of("score", "train", "serve")) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(healthy(name)).as(log(name)).isTrue());
        }
    }

    private boolean healthy(String name) throws Exception {
        List<String> test = compose.services().get(name).healthcheck().test();
        ProcessBuilder check = new ProcessBuilder(test.subList(1, test.size()).stream()
                        .map(word -> word.replace(INSTALLED, "docker"))
                        .toList())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        check.environment().put("QUARKUS_MANAGEMENT_PORT", String.valueOf(managementPorts.get(name)));
        return check.start().waitFor() == 0;
    }

    private String log(String name) throws IOException {
        return name + ": " + Files.readString(folder.resolve(name + ".log"));
    }

    private List<String> cameras() throws Exception {
        HttpResponse<String> answer = get("/api/cameras", PASSWORD);
        assertThat(answer.statusCode()).isEqualTo(200);
        List<String> cameras = new ArrayList<>();
        for (JsonNode camera : new ObjectMapper().readTree(answer.body())) {
            cameras.add(camera.path("camera").asText());
        }
        return cameras;
    }

    private HttpResponse<String> get(String path, String password) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path));
        if (password != null) {
            request.header(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(("admin:" + password).getBytes(UTF_8)));
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private List<Path> written() throws IOException {
        List<Path> written = new ArrayList<>();
        for (String name : List.of("tmp", "home")) {
            try (Stream<Path> files = Files.walk(folder.resolve(name))) {
                files.filter(Files::isRegularFile).forEach(written::add);
            }
        }
        return written;
    }
}
