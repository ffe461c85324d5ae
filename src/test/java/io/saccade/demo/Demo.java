package io.saccade.demo;

import io.saccade.broker.EmbeddedKafka;
import io.saccade.broker.Logs;
import io.saccade.cli.SaccadeCommand;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs the main job on one machine: a real broker in this process, the packaged service in a process of its own, and
 * synthetic cameras. Ctrl-C stops all of it.
 */
public final class Demo {

    private static final int KAFKA_PORT = 9092;
    private static final int HTTP_PORT = 8080;
    private static final int MANAGEMENT_PORT = 9000;
    private static final Duration START = Duration.ofSeconds(60);

    private Demo() {}

    /** Starts everything and waits. Arguments: the service's jar. */
    public static void main(String[] args) throws Exception {
        Logs.onlyErrors();
        Deque<AutoCloseable> running = new ArrayDeque<>();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(running), "demo-stop"));

        say("starting a Kafka broker (KRaft, in this process) ...");
        EmbeddedKafka kafka = EmbeddedKafka.start(freeOr(KAFKA_PORT), Map.of());
        running.push(kafka);
        say("starting the service ...");
        int http = freeOr(HTTP_PORT);
        int management = freeOr(MANAGEMENT_PORT);
        Process service = service(Path.of(args[0]), kafka.bootstrapServers(), http, management);
        running.push(() -> stop(service));
        awaitReady(service, management);
        say("""

                Saccade is scoring four synthetic cameras, and learning what is usual for each.

                  page     http://127.0.0.1:%d/
                  broker   %s
                  topics   frames -> score-maps, score-summaries; rejected frames -> frames-dead-letter
                           frames -> gan-novelty, gan-metrics, gan-samples, gan-checkpoints
                  watch    java -jar %s watch -b %s
                  API      http://127.0.0.1:%d/api/model   (OpenAPI: /q/openapi)
                  samples  http://127.0.0.1:%d/api/gan/samples
                  metrics  http://127.0.0.1:%d/q/metrics   (health: /q/health)

                Ctrl-C stops it.
                """.formatted(http, kafka.bootstrapServers(), args[0], kafka.bootstrapServers(), http, http, management));
        int cameras = SaccadeCommand.run(
                "ingest",
                "synthetic",
                "--bootstrap-servers",
                kafka.bootstrapServers(),
                "--cameras",
                "4",
                "--rate",
                "5");
        System.exit(cameras);
    }

    private static Process service(Path jar, String bootstrapServers, int http, int management) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder = new ProcessBuilder(List.of(java, "-Xmx1g", "-jar", jar.toString(), "serve"));
        builder.environment().put("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers);
        builder.environment().put("QUARKUS_HTTP_PORT", String.valueOf(http));
        builder.environment().put("QUARKUS_MANAGEMENT_PORT", String.valueOf(management));
        builder.environment().put("SACCADE_PREVIEW_ENABLED", "true");
        builder.environment().put("SACCADE_ROLES", "score,train,serve");
        return builder.inheritIO().start();
    }

    private static void awaitReady(Process service, int management) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest ready = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + management + "/q/health/ready"))
                .build();
        long deadline = System.nanoTime() + START.toNanos();
        while (System.nanoTime() < deadline) {
            if (service.waitFor(250, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("the service ended with exit code " + service.exitValue());
            }
            try {
                if (client.send(ready, BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
            } catch (IOException notYet) {
                continue;
            }
        }
        throw new IllegalStateException("the service was not ready within " + START.toSeconds() + " s");
    }

    private static void stop(Deque<AutoCloseable> running) {
        say("stopping ...");
        while (!running.isEmpty()) {
            try {
                running.pop().close();
            } catch (Exception e) {
                say("could not stop: " + e);
            }
        }
        say("stopped");
    }

    private static void stop(Process service) throws InterruptedException {
        service.destroy();
        if (!service.waitFor(20, TimeUnit.SECONDS)) {
            service.destroyForcibly();
        }
    }

    private static int freeOr(int wanted) throws IOException {
        for (int port : new int[] {wanted, 0}) {
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException busy) {
                continue;
            }
        }
        throw new IOException("no free port");
    }

    private static void say(String line) {
        System.out.println(line);
    }
}
