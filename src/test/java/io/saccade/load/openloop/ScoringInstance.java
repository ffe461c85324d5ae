package io.saccade.load.openloop;

import io.saccade.load.Metrics;
import io.saccade.load.ServiceProcess;
import io.saccade.process.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;

/** One packaged service with ports and a transactional id of its own. */
final class ScoringInstance implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(120);
    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final int OK = 200;

    private final HttpClient http = HttpClient.newHttpClient();
    private final String token = UUID.randomUUID().toString();
    private final int port = Ports.free();
    private final int management = Ports.free();
    private final ServiceProcess process;

    /** Starts it with some settings, as environment variables. */
    ScoringInstance(Path jar, String bootstrapServers, int number, Map<String, String> settings) throws IOException {
        Map<String, String> all = new HashMap<>();
        all.put("QUARKUS_HTTP_PORT", String.valueOf(port));
        all.put("QUARKUS_MANAGEMENT_PORT", String.valueOf(management));
        all.put("QUARKUS_LOG_LEVEL", "WARN");
        all.put("SACCADE_TRANSACTIONAL_ID", "load-" + number);
        all.put("SACCADE_ADMIN_TOKEN", token);
        all.putAll(settings);
        process = ServiceProcess.start(jar, bootstrapServers, all);
    }

    /** Returns when it is ready to score. */
    void awaitReady() {
        Awaitility.await("service")
                .atMost(START)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    if (!process.isAlive()) {
                        throw new IllegalStateException("the service ended");
                    }
                    return isReady();
                });
    }

    /** What it tells of its stages so far. */
    StageSeconds stages() {
        return StageSeconds.of(
                new Metrics(answer(request(management, "/q/metrics").build())));
    }

    /** Puts another model in force; returns when it is. */
    void replaceModel(byte[] parameters) {
        answer(request(port, "/api/model")
                .header("Authorization", "Bearer " + token)
                .PUT(BodyPublishers.ofByteArray(parameters))
                .build());
    }

    @Override
    public void close() {
        process.close();
    }

    private boolean isReady() throws InterruptedException {
        try {
            return http.send(request(management, "/q/health/ready").build(), BodyHandlers.discarding())
                            .statusCode()
                    == OK;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static HttpRequest.Builder request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(ANSWER);
    }

    private String answer(HttpRequest request) {
        try {
            var response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() != OK) {
                throw new IllegalStateException(
                        request.uri() + " answered " + response.statusCode() + ": " + response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw new IllegalStateException(request.uri() + " did not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
