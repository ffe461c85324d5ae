package io.saccade.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.saccade.Pictures;
import io.saccade.process.Child;
import io.saccade.process.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service says when it is stalled, and why, and that it is not when it goes on. */
class StallIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration STALL_AFTER = Duration.ofSeconds(8);

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final int management = Ports.free();
    private Broker broker;
    private TcpProxy proxy;
    private Child service;

    @BeforeEach
    void start() throws Exception {
        broker = new Broker(Files.createDirectory(folder.resolve("kafka")), folder.resolve("broker.log"));
        proxy = new TcpProxy(broker.proxyPort(), broker.portBehindProxy());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.direct()))) {
            admin.createTopics(List.of(new NewTopic("frames", 2, (short) 1)))
                    .all()
                    .get();
        }
        service = Child.java(
                List.of("-Xmx384m", "-jar", System.getProperty("saccade.jar"), "serve"),
                Map.of(
                        "KAFKA_BOOTSTRAP_SERVERS",
                        broker.throughProxy(),
                        "QUARKUS_HTTP_PORT",
                        "0",
                        "QUARKUS_MANAGEMENT_PORT",
                        String.valueOf(management),
                        "SACCADE_HEALTH_STALL_AFTER",
                        STALL_AFTER.toSeconds() + "s"),
                folder.resolve("service.log"));
    }

    @AfterEach
    void stop() {
        service.kill();
        proxy.close();
        broker.close();
    }

    @Test
    void livenessGoesDownWithItsCauseWhileTheBrokerStandsStillAndUpWhenItGoesOn() throws Exception {
        send(400);
        await().atMost(Duration.ofSeconds(60)).until(() -> metric("saccade_commits_total") > 2);
        assertThat(alive().path("status").asText()).isEqualTo("UP");

        broker.pause();
        try {
            await().atMost(STALL_AFTER.plusSeconds(20))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> alive().path("status").asText().equals("DOWN"));
            JsonNode data = alive().path("data");
            assertThat(data.path("lagRecords").asInt()).isPositive();
            assertThat(data.path("stage").asText()).isIn("committing", "recovering", "polling");
            assertThat(data.path("secondsSinceProgress").asInt()).isGreaterThanOrEqualTo((int) STALL_AFTER.toSeconds());
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> alive().path("data").path("cause").asText().contains("Timeout"));
        } finally {
            broker.resume();
        }

        await().atMost(Duration.ofSeconds(60)).until(() -> metric("saccade_frames_scored_total") == 400);
        assertThat(alive().path("status").asText()).isEqualTo("UP");
        await().atMost(Duration.ofSeconds(10)).until(() -> metric("saccade_lag_records") == 0);
        assertThat(metric("saccade_aborts_total")).isPositive();
        List<String> incident = Files.readAllLines(folder.resolve("service.log")).stream()
                .filter(line -> line.contains("stream: broken") || line.contains("stream: goes on"))
                .toList();
        assertThat(incident).as("one line when it breaks, one when it goes on").hasSize(2);
    }

    private void send(int frames) throws Exception {
        byte[] picture = Pictures.jpeg(640, 480);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.direct()), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < frames; i++) {
                var sent = producer.send(new ProducerRecord<>("frames", i % 2, "gate".getBytes(UTF_8), picture));
                if (i < 2) {
                    sent.get();
                }
            }
        }
    }

    private JsonNode alive() throws IOException, InterruptedException {
        for (JsonNode check : JSON.readTree(get("/q/health/live")).path("checks")) {
            if (check.path("name").asText().equals("stream gets on")) {
                return check;
            }
        }
        throw new AssertionError("no such health check");
    }

    /** The sum of a metric over its tags; −1 while the service does not answer. */
    private double metric(String name) throws InterruptedException {
        try {
            return get("/q/metrics")
                    .lines()
                    .filter(line -> line.startsWith(name))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                    .sum();
        } catch (IOException e) {
            return -1;
        }
    }

    private String get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + management + path))
                .timeout(Duration.ofSeconds(5))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
}
