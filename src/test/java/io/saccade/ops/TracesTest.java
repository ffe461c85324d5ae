package io.saccade.ops;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.saccade.Pictures;
import io.saccade.broker.BrokerResource;
import io.saccade.broker.TopicReader;
import io.saccade.cli.SaccadeCommand;
import io.saccade.ops.OtlpReceiver.Span;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A trace from the camera's header to the score map's, as a collector gets it by OTLP. */
@QuarkusTest
@TestProfile(Observed.class)
@QuarkusTestResource(BrokerResource.class)
class TracesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SERVER = 2;
    private static final int PRODUCER = 4;
    private static final int CONSUMER = 5;
    private static final int ERROR = 2;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @ConfigProperty(name = "quarkus.otel.exporter.otlp.endpoint")
    URI endpoint;

    private final String camera = "camera-" + UUID.randomUUID();
    private final String trace = UUID.randomUUID().toString().replace("-", "");
    private final String span = trace.substring(16);
    private final String traceparent = "00-" + trace + "-" + span + "-01";
    private OtlpReceiver collector;

    @BeforeEach
    void collect() throws Exception {
        collector = new OtlpReceiver(endpoint.getPort());
    }

    @AfterEach
    void stop() {
        collector.close();
    }

    @Test
    void aTraceLeadsFromTheCamerasHeaderToTheScoreMap() throws Exception {
        Instant before = Instant.now();
        RecordMetadata sent = send(
                camera,
                Pictures.jpeg(640, 480),
                Map.of("traceparent", traceparent, "tracestate", "vendor=1", "ce_id", "frame-7"));
        ConsumerRecord<byte[], byte[]> map = read("score-maps", camera);
        ConsumerRecord<byte[], byte[]> summary = read("score-summaries", camera);
        Map<String, Span> spans = scored(trace);
        Instant after = Instant.now();

        assertThat(spans.keySet())
                .contains(
                        "frames process",
                        "decode",
                        "attention",
                        "encode",
                        "score-maps publish",
                        "score-summaries publish",
                        "score-previews publish");
        Span process = spans.get("frames process");
        assertThat(process.parentId()).isEqualTo(span);
        assertThat(process.traceState()).isEqualTo("vendor=1");
        assertThat(process.kind()).isEqualTo(CONSUMER);
        assertThat(process.statusCode()).isZero();
        assertThat(process.attributes())
                .containsEntry("messaging.system", "kafka")
                .containsEntry("messaging.operation.type", "process")
                .containsEntry("messaging.destination.name", "frames")
                .containsEntry("messaging.destination.partition.id", String.valueOf(sent.partition()))
                .containsEntry("messaging.kafka.offset", "[" + sent.offset() + "]")
                .containsEntry("messaging.consumer.group.name", "saccade-scoring")
                .containsEntry("saccade.camera", camera)
                .containsEntry("saccade.frame_id", "frame-7")
                .containsEntry("saccade.outcome", "scored")
                .containsEntry("saccade.model", text(map, "saccade-model"))
                .containsEntry("saccade.provider", "cpu");
        assertThat(List.of(process.start(), process.end()))
                .allSatisfy(time -> assertThat(time).isBetween(before.minusMillis(1), after));
        for (String child : List.of("decode", "attention", "encode", "score-maps publish")) {
            assertThat(spans.get(child).parentId()).as(child).isEqualTo(process.spanId());
            assertThat(spans.get(child).start())
                    .as(child)
                    .isAfterOrEqualTo(process.start().minusMillis(1));
            assertThat(spans.get(child).end())
                    .as(child)
                    .isAfter(spans.get(child).start())
                    .isBeforeOrEqualTo(process.end());
        }
        assertThat(spans.get("decode").end()).isEqualTo(spans.get("attention").start());
        assertThat(spans.get("attention").end()).isEqualTo(spans.get("encode").start());
        assertThat(spans.get("encode").end())
                .isBeforeOrEqualTo(spans.get("score-maps publish").start());
        assertThat(spans.get("score-maps publish").kind()).isEqualTo(PRODUCER);
        assertThat(text(map, "traceparent"))
                .isEqualTo("00-" + trace + "-" + spans.get("score-maps publish").spanId() + "-01");
        assertThat(text(map, "tracestate")).isEqualTo("vendor=1");
        assertThat(map.headers().headers("traceparent")).hasSize(1);
        assertThat(text(read("gan-novelty", camera), "traceparent")).isEqualTo(traceparent);
        assertThat(SaccadeCommand.run("verify", "-b", bootstrapServers))
                .as("another traceparent is no difference")
                .isZero();
        assertThat(text(summary, "traceparent"))
                .isEqualTo("00-" + trace + "-"
                        + spans.get("score-summaries publish").spanId() + "-01");
    }

    @Test
    void aRejectedFrameIsAnErrorAndItsDeadLetterKeepsTheHeaders() throws Exception {
        send(camera, "not a picture".getBytes(UTF_8), Map.of("traceparent", traceparent));
        ConsumerRecord<byte[], byte[]> letter = read("frames-dead-letter", camera);
        Map<String, Span> spans = scored(trace);

        Span process = spans.get("frames process");
        assertThat(process.statusCode()).isEqualTo(ERROR);
        assertThat(process.statusMessage()).startsWith("unsupported-format: ");
        assertThat(process.attributes())
                .containsEntry("error.type", "unsupported-format")
                .containsEntry("saccade.outcome", "rejected");
        assertThat(spans.get("frames-dead-letter publish").parentId()).isEqualTo(process.spanId());
        assertThat(text(letter, "traceparent")).isEqualTo(traceparent);
    }

    @Test
    void aSupersededFrameSaysSo() throws Exception {
        send(
                Observed.LATE,
                Pictures.jpeg(32, 24),
                Map.of("traceparent", traceparent, "ce_time", "2020-01-01T00:00:00Z"));

        Map<String, Span> spans = scored(trace);

        assertThat(spans.get("frames process").parentId()).isEqualTo(span);
        assertThat(spans.get("frames process").statusCode()).isZero();
        assertThat(spans.get("frames process").attributes())
                .containsEntry("saccade.outcome", "superseded")
                .containsEntry("saccade.freshness", "max-age=1000ms");
        assertThat(spans).containsKey("score-summaries publish").doesNotContainKey("decode");
    }

    @Test
    void aFrameWithoutAReadableTraceparentBeginsATrace() throws Exception {
        send(camera, Pictures.jpeg(32, 24), Map.of("traceparent", "00-\u00e9-\u00ff", "tracestate", "=,=,"));

        String header = text(read("score-maps", camera), "traceparent");

        assertThat(header).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
        Map<String, Span> spans = scored(header.substring(3, 35));
        assertThat(spans.get("frames process").parentId()).isEmpty();
        assertThat(spans.get("score-maps publish").spanId()).isEqualTo(header.substring(36, 52));
    }

    @Test
    void aRequestToTheApiIsInTheCallersTrace() {
        given().header("traceparent", traceparent)
                .contentType("image/jpeg")
                .body(Pictures.jpeg(32, 24))
                .post("/api/score")
                .then()
                .statusCode(200);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(collector.spans()).anySatisfy(server -> {
                    assertThat(server.name()).isEqualTo("POST /api/score");
                    assertThat(server.traceId()).isEqualTo(trace);
                    assertThat(server.parentId()).isEqualTo(span);
                    assertThat(server.kind()).isEqualTo(SERVER);
                }));
    }

    /** The spans of a trace by their names, once those of scoring are there. */
    private Map<String, Span> scored(String traceId) {
        await().atMost(PATIENCE).until(() -> collector.spans().stream()
                .anyMatch(one -> one.traceId().equals(traceId) && one.kind() == CONSUMER));
        return collector.spans().stream()
                .filter(one -> one.traceId().equals(traceId))
                .collect(Collectors.toMap(Span::name, one -> one));
    }

    private RecordMetadata send(String key, byte[] value, Map<String, String> headers) throws Exception {
        RecordHeaders record = new RecordHeaders();
        headers.forEach((name, text) -> record.add(name, text.getBytes(UTF_8)));
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new ByteArraySerializer(), new ByteArraySerializer())) {
            return producer.send(new ProducerRecord<>("frames", null, key.getBytes(UTF_8), value, record))
                    .get();
        }
    }

    private ConsumerRecord<byte[], byte[]> read(String topic, String key) {
        try (TopicReader reader = TopicReader.of(bootstrapServers, topic)) {
            while (true) {
                for (ConsumerRecord<byte[], byte[]> record : reader.read(1, PATIENCE)) {
                    if (record.key() != null && new String(record.key(), UTF_8).equals(key)) {
                        return record;
                    }
                }
            }
        }
    }

    private static String text(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = Objects.requireNonNull(record.headers().lastHeader(name), name);
        return new String(header.value(), UTF_8);
    }
}
