package io.saccade.kafka;

import static org.awaitility.Awaitility.await;

import io.saccade.process.Child;
import io.saccade.process.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The packaged service in a process of its own, told everything by environment variables, as a container is. */
final class ServiceRun implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final HttpClient http = HttpClient.newHttpClient();
    private final int port = Ports.free();
    private final int managementPort = Ports.free();
    private final Path log;
    private final Child process;

    /** Starts it; what it prints goes into a file that has the name. */
    ServiceRun(Path folder, String name, Map<String, String> environment) {
        log = folder.resolve(name + ".log");
        Map<String, String> all = new HashMap<>(environment);
        all.put("QUARKUS_HTTP_PORT", String.valueOf(port));
        all.put("QUARKUS_MANAGEMENT_PORT", String.valueOf(managementPort));
        process = Child.java(
                List.of("-Xmx384m", "-XX:+UseSerialGC", "-jar", System.getProperty("saccade.jar"), "serve"), all, log);
    }

    /** Returns once it is ready. */
    void awaitReady() {
        await("ready").atMost(PATIENCE).until(() -> ready().startsWith("200 "));
    }

    /** Returns once it has said it. */
    void awaitSaid(String text) {
        await(text).atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(() -> said().contains(text));
    }

    /** Everything that it has printed. */
    String said() {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it runs. */
    boolean alive() {
        return process.alive();
    }

    /** Status and body of its readiness; empty while nobody answers. */
    String ready() {
        return get(managementPort, "/q/health/ready");
    }

    /** Everything that health and metrics tell. */
    String told() {
        return get(managementPort, "/q/health") + get(managementPort, "/q/metrics");
    }

    /** Status and body of an answer of the API. */
    String get(String path) {
        return get(port, path);
    }

    private String get(int from, String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + from + path))
                .timeout(Duration.ofSeconds(20))
                .build();
        try {
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            return answer.statusCode() + " " + answer.body();
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    @Override
    public void close() {
        process.kill();
    }
}
