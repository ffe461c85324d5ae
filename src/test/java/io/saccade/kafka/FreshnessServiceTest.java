package io.saccade.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.saccade.Pictures;
import io.saccade.broker.BrokerResource;
import io.saccade.broker.TopicReader;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The service with batches of 500 and a freshness for some cameras: every frame ends once, in a map, a letter or an entry. */
@QuarkusTest
@TestProfile(FreshnessServiceTest.Settings.class)
@QuarkusTestResource(value = BrokerResource.class, restrictToAnnotatedClass = true)
class FreshnessServiceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Settings of this test. */
    public static class Settings implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "saccade.batch.max-records", "500",
                    "saccade.freshness.cameras.live", "latest",
                    "saccade.freshness.cameras.recent", "max-age=1m");
        }
    }

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @Inject
    MeterRegistry metrics;

    private KafkaProducer<byte[], byte[]> producer;

    @BeforeEach
    void connect() {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "linger.ms", 200, "batch.size", 8 << 20),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @AfterEach
    void disconnect() {
        producer.close();
    }

    @Test
    void aLatestCameraThatIsTooFastIsSkippedAheadAndEveryFrameIsAccountedFor() throws Exception {
        byte[] slow = Pictures.jpeg(1280, 960);
        int frames = 200;
        for (int i = 0; i < frames; i++) {
            send("live", i, slow, Instant.now());
        }
        List<Integer> scored = new ArrayList<>();
        List<Integer> superseded = new ArrayList<>();
        try (TopicReader reader = TopicReader.of(bootstrapServers, "score-summaries")) {
            while (scored.size() + superseded.size() < frames) {
                for (ConsumerRecord<byte[], byte[]> record : reader.read(1, PATIENCE)) {
                    JsonNode json = JSON.readTree(record.value());
                    if (json.path("camera").asText().equals("live")) {
                        boolean passedOver = json.has("superseded");
                        assertThat(type(record))
                                .isEqualTo(passedOver ? "io.saccade.superseded.v1" : "io.saccade.score-summary.v1");
                        (passedOver ? superseded : scored)
                                .add(json.path("sequence").asInt());
                    }
                }
            }
        }
        List<Integer> all = new ArrayList<>(scored);
        all.addAll(superseded);
        assertThat(all)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, frames).boxed().toList());
        assertThat(scored).isSorted().contains(frames - 1);
        assertThat(superseded).isSorted().hasSizeGreaterThan(frames / 2);
        assertThat(maps("live")).hasSize(scored.size());
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(count("received", "live")).isEqualTo(frames);
            assertThat(count("scored", "live") + count("superseded", "live")).isEqualTo(frames);
        });
    }

    @Test
    void ofACameraWithAMaximumAgeOldFramesAreNotScored() throws Exception {
        send("recent", 0, Pictures.jpeg(32, 24), Instant.now().minusSeconds(300));
        send("recent", 1, Pictures.jpeg(32, 24), Instant.now());

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(count("received", "recent")).isEqualTo(2));

        assertThat(count("superseded", "recent")).isEqualTo(1);
        assertThat(maps("recent")).hasSize(1);
    }

    @Test
    void oneBadFrameIn500IsOneDeadLetterAndTheRestAreScored() throws Exception {
        byte[] good = Pictures.jpeg(24, 16);
        for (int i = 0; i < 500; i++) {
            send("crowd", i, i == 250 ? new byte[] {1, 2, 3} : good, Instant.now());
        }
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(count("received", "crowd")).isEqualTo(500));

        assertThat(count("scored", "crowd")).isEqualTo(499);
        assertThat(metrics.get("saccade.frames.rejected")
                        .tags("camera", "crowd", "reason", "unsupported-format")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(of("crowd", "frames-dead-letter")).hasSize(1);
        assertThat(maps("crowd")).hasSize(499);
    }

    private void send(String camera, int sequence, byte[] picture, Instant captured) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>("frames", 1, camera.getBytes(UTF_8), picture);
        record.headers()
                .add("ce_sequence", String.valueOf(sequence).getBytes(UTF_8))
                .add("ce_time", captured.toString().getBytes(UTF_8));
        var sent = producer.send(record);
        assertThat(sent).isNotNull();
    }

    private double count(String what, String camera) {
        Counter counter =
                metrics.find("saccade.frames." + what).tag("camera", camera).counter();
        return counter == null ? 0 : counter.count();
    }

    private List<ConsumerRecord<byte[], byte[]>> maps(String camera) {
        return of(camera, "score-maps");
    }

    private List<ConsumerRecord<byte[], byte[]>> of(String camera, String topic) {
        try (TopicReader reader = TopicReader.of(bootstrapServers, topic)) {
            return reader.readFor(Duration.ofSeconds(2)).stream()
                    .filter(record -> new String(record.key(), UTF_8).equals(camera))
                    .toList();
        }
    }

    private static String type(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.headers().lastHeader("ce_type").value(), UTF_8);
    }
}
