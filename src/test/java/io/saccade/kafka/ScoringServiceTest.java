package io.saccade.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.saccade.Pictures;
import io.saccade.broker.BrokerResource;
import io.saccade.broker.TopicReader;
import io.saccade.frame.Digests;
import io.saccade.tensor.DType;
import io.saccade.tensor.Safetensors;
import io.saccade.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The service as a whole against a real broker: what goes into {@code frames}, and what a reader finds. */
@QuarkusTest
@QuarkusTestResource(BrokerResource.class)
class ScoringServiceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    private final String camera = "camera-" + UUID.randomUUID();
    private KafkaProducer<byte[], byte[]> producer;

    @BeforeEach
    void connect() {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "max.request.size", 20 << 20),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @AfterEach
    void disconnect() {
        producer.close();
    }

    @Test
    void everyFrameBecomesOneMapAndOneSummaryInOrder() throws Exception {
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            frames.add(Pictures.jpeg(60 + i, 45));
            send(frames.get(i), Map.of());
        }

        List<ConsumerRecord<byte[], byte[]>> maps = ours("score-maps", 40);
        List<ConsumerRecord<byte[], byte[]>> summaries = ours("score-summaries", 40);

        for (int i = 0; i < 40; i++) {
            Safetensors map = Safetensors.read(maps.get(i).value());
            assertThat(map.get("scores").shape()).containsExactly(1, 45, 60 + i);
            assertThat(map.get("scores").dtype()).isEqualTo(DType.F16);
            assertThat(map.metadata()).containsEntry("camera", camera);
            assertThat(header(maps.get(i), "saccade-frame-sha256")).isEqualTo(Digests.sha256(frames.get(i)));
            JsonNode summary = JSON.readTree(summaries.get(i).value());
            assertThat(summary.path("width").asInt()).isEqualTo(60 + i);
            assertThat(summary.path("camera").asText()).isEqualTo(camera);
            assertThat(summary.size()).isLessThan(60);
            assertThat(summary)
                    .allSatisfy(field -> assertThat(field.isContainerNode()).isFalse());
        }
    }

    @Test
    void aMapSaysWhereItComesFromAndWhoMadeIt() throws Exception {
        Instant captured = Instant.parse("2026-05-04T03:02:01.500Z");
        RecordMetadata sent = send(
                Pictures.jpeg(32, 24),
                Map.of(
                        "content-type", "image/jpeg",
                        "ce_id", "frame-7",
                        "ce_time", captured.toString(),
                        "ce_sequence", "000000000007",
                        "traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));

        ConsumerRecord<byte[], byte[]> map = ours("score-maps", 1).get(0);

        assertThat(map.partition()).isEqualTo(sent.partition());
        assertThat(header(map, "content-type")).isEqualTo("application/x-safetensors");
        assertThat(header(map, "ce_specversion")).isEqualTo("1.0");
        assertThat(header(map, "ce_id")).startsWith("frame-7@");
        assertThat(header(map, "ce_source")).isEqualTo("/cameras/" + camera);
        assertThat(Instant.parse(header(map, "ce_time"))).isEqualTo(captured);
        assertThat(header(map, "ce_sequence")).isEqualTo("000000000007");
        assertThat(header(map, "saccade-source-topic")).isEqualTo("frames");
        assertThat(header(map, "saccade-source-partition")).isEqualTo(String.valueOf(sent.partition()));
        assertThat(header(map, "saccade-source-offset")).isEqualTo(String.valueOf(sent.offset()));
        assertThat(header(map, "saccade-model")).hasSize(64);
        assertThat(header(map, "saccade-provider")).isEqualTo("cpu");
        assertThat(header(map, "saccade-onnxruntime")).isEqualTo("1.29.0");
        assertThat(header(map, "traceparent")).startsWith("00-0af7");
        JsonNode summary = JSON.readTree(ours("score-summaries", 1).get(0).value());
        assertThat(summary.path("capturedAtMs").asLong()).isEqualTo(captured.toEpochMilli());
        assertThat(summary.path("sequence").asText()).isEqualTo("000000000007");
    }

    @Test
    void theTraceContextComesOutAsItCame() throws Exception {
        byte[] malformed = {'0', '0', '-', (byte) 0xff, (byte) 0xfe};
        RecordHeaders headers = new RecordHeaders();
        headers.add("traceparent", malformed);
        headers.add("tracestate", "vendor=1".getBytes(UTF_8));
        producer.send(new ProducerRecord<>("frames", null, camera.getBytes(UTF_8), Pictures.jpeg(32, 24), headers))
                .get();

        for (String topic : List.of("score-maps", "score-summaries")) {
            ConsumerRecord<byte[], byte[]> record = ours(topic, 1).get(0);
            assertThat(record.headers().headers("traceparent"))
                    .singleElement()
                    .satisfies(header -> assertThat(header.value()).isEqualTo(malformed));
            assertThat(header(record, "tracestate")).isEqualTo("vendor=1");
        }
    }

    @Test
    void theSameFrameGivesTheSameBytes() throws Exception {
        Map<String, String> headers = Map.of("ce_id", "again", "ce_time", "2026-01-01T00:00:00Z");
        send(Pictures.jpeg(50, 50), headers);
        send(Pictures.jpeg(50, 50), headers);

        List<ConsumerRecord<byte[], byte[]>> maps = ours("score-maps", 2);

        assertThat(maps.get(1).value()).isEqualTo(maps.get(0).value());
        assertThat(header(maps.get(1), "ce_id")).isEqualTo(header(maps.get(0), "ce_id"));
    }

    @Test
    void aPreviewIsAPngAtMost640Wide() throws Exception {
        send(Pictures.jpeg(800, 200), Map.of());

        ConsumerRecord<byte[], byte[]> preview = ours("score-previews", 1).get(0);

        assertThat(header(preview, "content-type")).isEqualTo("image/png");
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(preview.value()));
        assertThat(image.getWidth()).isEqualTo(640);
        assertThat(image.getHeight()).isEqualTo(160);
    }

    @Test
    void everyWayToBeBadIsADeadLetterWithItsReasonAndTheRestIsScored() throws Exception {
        byte[] jpeg = Pictures.jpeg(40, 30);
        byte[] png = Pictures.encode(Pictures.picture(40, 30, BufferedImage.TYPE_INT_RGB), "png", false);
        byte[] huge = png.clone();
        java.nio.ByteBuffer.wrap(huge).putInt(16, 1 << 20).putInt(20, 1 << 20);
        byte[] notFinite = tensor(1, 2, 3, 0, 1, 2, Float.NaN, 4, 5);
        byte[] largeMap = new byte[3000 * 3000];
        Map<String, String> grey =
                Map.of("content-type", "application/octet-stream", "width", "3000", "height", "3000", "channels", "1");
        Map<String, Bad> bad = new LinkedHashMap<>();
        bad.put("empty", new Bad(new byte[0], Map.of()));
        bad.put("unsupported-format", new Bad("GIF89a and so on".getBytes(UTF_8), Map.of()));
        bad.put("content-type-mismatch", new Bad(jpeg, Map.of("content-type", "image/png")));
        bad.put("undecodable", new Bad(Arrays.copyOf(jpeg, jpeg.length / 2), Map.of()));
        bad.put("too-many-pixels", new Bad(huge, Map.of()));
        bad.put("channel-mismatch", new Bad(tensor(1, 1, 2, 0, 1), Map.of()));
        bad.put("not-finite", new Bad(notFinite, Map.of()));
        bad.put("score-map-too-large", new Bad(largeMap, grey));
        bad.put("expired", new Bad(jpeg, Map.of("ce_expirytime", "2020-01-01T00:00:00Z")));

        for (Bad frame : bad.values()) {
            send(jpeg, Map.of());
            send(frame.value(), frame.headers());
        }

        List<ConsumerRecord<byte[], byte[]>> letters = ours("frames-dead-letter", bad.size());
        assertThat(letters.stream().map(letter -> header(letter, "saccade-reason")))
                .containsExactlyElementsOf(bad.keySet());
        for (ConsumerRecord<byte[], byte[]> letter : letters) {
            Bad sent = bad.get(header(letter, "saccade-reason"));
            assertThat(letter.value()).isEqualTo(sent.value());
            assertThat(header(letter, "saccade-detail")).isNotBlank().hasSizeLessThanOrEqualTo(500);
            assertThat(header(letter, "saccade-source-topic")).isEqualTo("frames");
            sent.headers()
                    .forEach((name, value) -> assertThat(header(letter, name)).isEqualTo(value));
            assertThat(Instant.parse(header(letter, "saccade-rejected-at"))).isAfter(Instant.EPOCH);
        }
        assertThat(ours("score-maps", bad.size())).hasSize(bad.size());
    }

    @Test
    void aTombstoneIsEmptyAndAFrameWithoutAKeyIsOfAnUnknownCamera() throws Exception {
        producer.send(new ProducerRecord<>("frames", camera.getBytes(UTF_8), null))
                .get();
        ConsumerRecord<byte[], byte[]> letter = ours("frames-dead-letter", 1).get(0);
        assertThat(header(letter, "saccade-reason")).isEqualTo("empty");
        assertThat(letter.value()).isNull();

        RecordMetadata sent = producer.send(new ProducerRecord<>("frames", 0, null, Pictures.jpeg(33, 11)))
                .get();
        try (TopicReader reader = TopicReader.of(bootstrapServers, "score-maps")) {
            ConsumerRecord<byte[], byte[]> map = null;
            while (map == null) {
                map = reader.read(1, PATIENCE).stream()
                        .filter(record -> header(record, "saccade-source-offset")
                                        .equals("" + sent.offset())
                                && header(record, "saccade-source-partition").equals("0"))
                        .findFirst()
                        .orElse(null);
            }
            assertThat(map.key()).isNull();
            assertThat(Safetensors.read(map.value()).metadata()).containsEntry("camera", "unknown");
        }
    }

    @Test
    void noHeaderStopsOrDivertsAFrame() throws Exception {
        RecordHeaders hostile = new RecordHeaders();
        hostile.add("content-type", null);
        hostile.add("ce_id", null);
        hostile.add("ce_time", "yesterday".getBytes(UTF_8));
        hostile.add("ce_expirytime", "soon".getBytes(UTF_8));
        hostile.add("deserialization-failure-dlq", "frames-dead-letter".getBytes(UTF_8));
        hostile.add("saccade-reason", "spoofed".getBytes(UTF_8));
        hostile.add("width", "-1".getBytes(UTF_8));
        hostile.add("height", "0".getBytes(UTF_8));
        hostile.add("channels", "99999999999".getBytes(UTF_8));
        hostile.add("x", new byte[300_000]);
        hostile.add("x", new byte[0]);
        producer.send(new ProducerRecord<>("frames", null, camera.getBytes(UTF_8), Pictures.jpeg(20, 20), hostile))
                .get();
        RecordHeaders cloudEvent = new RecordHeaders();
        cloudEvent.add("content-type", "application/cloudevents+json".getBytes(UTF_8));
        cloudEvent.add("saccade-reason", "spoofed".getBytes(UTF_8));
        producer.send(new ProducerRecord<>("frames", null, camera.getBytes(UTF_8), Pictures.jpeg(21, 21), cloudEvent))
                .get();
        send(Pictures.jpeg(22, 22), Map.of());

        assertThat(ours("score-maps", 2)).hasSize(2);
        ConsumerRecord<byte[], byte[]> letter = ours("frames-dead-letter", 1).get(0);
        assertThat(header(letter, "saccade-reason")).isEqualTo("unsupported-format");
        assertThat(letter.headers().headers("saccade-reason")).hasSize(1);
        assertThat(header(letter, "incoming-saccade-reason")).isEqualTo("spoofed");
    }

    @Test
    void aFrameTooLargeToBeCopiedLeavesItsLengthAndDigest() throws Exception {
        byte[] large = new byte[(16 << 20) - 720];
        large[0] = 'x';
        send(large, Map.of("note", "n".repeat(500)));

        ConsumerRecord<byte[], byte[]> letter = ours("frames-dead-letter", 1).get(0);

        assertThat(letter.value()).isNull();
        assertThat(header(letter, "saccade-value-length")).isEqualTo(String.valueOf(large.length));
        assertThat(header(letter, "saccade-value-sha256")).isEqualTo(Digests.sha256(large));
        assertThat(header(letter, "note")).hasSize(500);
    }

    @Test
    void offsetsAreCommittedUpToTheEnd() throws Exception {
        for (int i = 0; i < 20; i++) {
            send(Pictures.jpeg(16, 16), Map.of());
        }
        ours("score-maps", 20);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            await().atMost(PATIENCE).untilAsserted(() -> {
                Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets("saccade-scoring")
                        .partitionsToOffsetAndMetadata()
                        .get();
                assertThat(committed).isNotEmpty();
                var ends = admin.listOffsets(committed.keySet().stream()
                                .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest())))
                        .all()
                        .get();
                committed.forEach((partition, offset) -> assertThat(offset.offset())
                        .isEqualTo(ends.get(partition).offset()));
            });
        }
    }

    private record Bad(byte[] value, Map<String, String> headers) {}

    private RecordMetadata send(byte[] value, Map<String, String> headers)
            throws ExecutionException, InterruptedException {
        RecordHeaders record = new RecordHeaders();
        headers.forEach((name, text) -> record.add(name, text.getBytes(UTF_8)));
        return producer.send(new ProducerRecord<>("frames", null, camera.getBytes(UTF_8), value, record))
                .get();
    }

    /** Exactly this many records of this test's camera. */
    private List<ConsumerRecord<byte[], byte[]>> ours(String topic, int count) {
        List<ConsumerRecord<byte[], byte[]>> ours = new ArrayList<>();
        try (TopicReader reader = TopicReader.of(bootstrapServers, topic)) {
            while (ours.size() < count) {
                ours.addAll(mine(reader.read(1, PATIENCE)));
            }
            ours.addAll(mine(reader.readFor(Duration.ofMillis(500))));
        }
        assertThat(ours).hasSize(count);
        return ours;
    }

    private List<ConsumerRecord<byte[], byte[]>> mine(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream()
                .filter(record -> record.key() != null && new String(record.key(), UTF_8).equals(camera))
                .collect(Collectors.toList());
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        assertThat(header).as("header %s", name).isNotNull();
        return new String(header.value(), UTF_8);
    }

    private static byte[] tensor(int height, int width, int channels, float... samples) {
        Tensor tensor = Tensor.ofFloats("image", List.of(height, width, channels), samples);
        return new Safetensors(Map.of(), List.of(tensor)).toBytes();
    }
}
