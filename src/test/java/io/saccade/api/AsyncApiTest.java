package io.saccade.api;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.saccade.Pictures;
import io.saccade.api.TopicsDocument.Message;
import io.saccade.api.TopicsDocument.Schema;
import io.saccade.broker.TopicReader;
import io.saccade.config.SaccadeConfig;
import io.saccade.encode.ScoreEncoding;
import io.saccade.encode.ScoreMapEncoder;
import io.saccade.frame.ScoreMap;
import io.saccade.kafka.GanTopics;
import io.saccade.kafka.TopicNames;
import io.saccade.tensor.Safetensors;
import io.saccade.tensor.Tensor;
import jakarta.inject.Inject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Frames of every kind go into the service; every record that comes out is as the document of the topics has it. */
@QuarkusTest
@TestProfile(WholeService.class)
class AsyncApiTest {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration LOOK = Duration.ofMillis(300);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final String STATE = "vendor=1";

    private static final byte[] JPEG = Pictures.jpeg(64, 48);
    private static final byte[] PNG =
            Pictures.encode(Pictures.picture(64, 48, BufferedImage.TYPE_INT_RGB), "png", false);

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @Inject
    SaccadeConfig config;

    private final TopicsDocument document = TopicsDocument.read();
    private final Map<Schema, DescribedNames> names = new HashMap<>();
    private final Set<String> kinds = new TreeSet<>();

    @Test
    void itIsServed() {
        for (String file : List.of("asyncapi.yaml", "schemas/headers.json", "schemas/score-summary.json")) {
            byte[] served =
                    given().get("/" + file).then().statusCode(200).extract().asByteArray();
            assertThat(served).asString(UTF_8).isEqualTo(resource("META-INF/resources/" + file));
        }
    }

    @Test
    void itHasTheTopicsOfTheServiceAsTheyAreCreated() throws Exception {
        TopicNames topics = TopicNames.of(config.topics());
        GanTopics gan = GanTopics.of(config);
        assertThat(document.topics().keySet())
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                Stream.of(
                                        topics.frames(),
                                        topics.scoreMaps(),
                                        topics.scoreSummaries(),
                                        topics.scorePreviews(),
                                        topics.deadLetters(),
                                        gan.input()),
                                gan.outputs().stream())
                        .distinct()
                        .toList());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            for (JsonNode channel : document.root().path("channels")) {
                JsonNode kafka = channel.at("/bindings/kafka");
                String topic = channel.path("address").asText();
                assertThat(kafka.path("topic").asText()).isEqualTo(topic);
                assertThat(kafka.path("partitions").asInt())
                        .as(topic)
                        .isEqualTo(admin.describeTopics(List.of(topic))
                                .allTopicNames()
                                .get()
                                .get(topic)
                                .partitions()
                                .size());
                if (!topic.equals("frames-dead-letter")) { // the one that this test has made
                    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
                    Config real =
                            admin.describeConfigs(List.of(resource)).all().get().get(resource);
                    kafka.path("topicConfiguration").properties().forEach(setting -> assertThat(
                                    real.get(setting.getKey()).value())
                            .as("%s of %s", setting.getKey(), topic)
                            .isEqualTo(
                                    setting.getValue().isArray()
                                            ? setting.getValue().path(0).asText()
                                            : setting.getValue().asText()));
                }
            }
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                            admin.listGroups().all().get().stream().map(GroupListing::groupId))
                    .containsAll(document.root().findValues("groupId").stream()
                            .map(group -> group.at("/enum/0").asText())
                            .toList()));
        }
    }

    @Test
    void everyRecordIsAsDescribedAndEverythingDescribedIsSent() throws Exception {
        send();
        Map<String, List<ConsumerRecord<byte[], byte[]>>> records = readAll();

        records.forEach((topic, all) -> all.forEach(record -> check(topic, record)));
        check("score-map", scoreMap(), schema("score-map"));

        Set<String> all = new TreeSet<>();
        document.topics().forEach((topic, messages) -> {
            if (!topic.equals("frames")) {
                messages.forEach(message -> all.add(message.name()));
            }
        });
        assertThat(kinds).as("kinds of records that came").isEqualTo(all);
        names.forEach((schema, described) -> assertThat(described.unseen())
                .as("of %s never sent", schema.location())
                .isEmpty());
    }

    private void check(String topic, ConsumerRecord<byte[], byte[]> record) {
        String where = topic + "/" + record.partition() + "/" + record.offset();
        ObjectNode headers = headers(record.headers());
        Message message = document.topics().get(topic).stream()
                .filter(kind -> kind.headers().faults(headers).isEmpty())
                .findFirst()
                .orElseThrow(() -> new AssertionError(where + " is of no kind that is described: " + headers));
        kinds.add(message.name());
        boolean letter = message.name().equals("deadLetter");
        if (letter) { // beside ours there are those of the frame
            headers.properties().removeIf(header -> !header.getKey().contains("saccade-"));
        }
        check(where, headers, message.headers());
        message.payload().ifPresent(schema -> check(where, json(record.value()), schema));
        message.tensors().ifPresent(schema -> check(where, header(record.value()), schema));
        if (message.contentType().equals("image/png")) {
            assertThat(picture(record.value())).as(where).isNotNull();
        }
        assertThat(key(record)).as("key of %s", where).isEqualTo(owner(message, record));
    }

    private void check(String where, JsonNode value, Schema schema) {
        assertThat(schema.faults(value)).as(where).isEmpty();
        assertThat(names.computeIfAbsent(schema, DescribedNames::new).see(value))
                .as("in %s and not described", where)
                .isEmpty();
        value.forEach(number -> assertThat(number.isNumber() && !Double.isFinite(number.asDouble()))
                .as(where)
                .isFalse());
    }

    private static Schema schema(String name) {
        return new Schema(java.net.URI.create("META-INF/resources/schemas/" + name + ".json"));
    }

    /** What the key must be: the camera or the trainer that the record itself names; as it is where nothing does. */
    private static @Nullable String owner(Message message, ConsumerRecord<byte[], byte[]> record) {
        ObjectNode headers = headers(record.headers());
        if (message.name().equals("deadLetter")) {
            return key(record);
        }
        String source = headers.path("ce_source").asText();
        if (source.startsWith("/trainers/") && !record.topic().equals("gan-novelty")) {
            return source.substring("/trainers/".length());
        }
        String camera = record.topic().equals("gan-novelty")
                ? json(record.value()).path("camera").asText()
                : source.substring("/cameras/".length());
        return camera.equals("unknown") ? null : camera;
    }

    private static @Nullable String key(ConsumerRecord<byte[], byte[]> record) {
        return record.key() == null ? null : new String(record.key(), UTF_8);
    }

    private static ObjectNode headers(Iterable<Header> headers) {
        ObjectNode json = JSON.createObjectNode();
        headers.forEach(header -> json.put(header.key(), new String(header.value(), UTF_8)));
        return json;
    }

    private static JsonNode json(byte[] value) {
        try {
            return JSON.readTree(value);
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The JSON header of a safetensors file. */
    private static JsonNode header(byte[] file) {
        int length = (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
        return json(Arrays.copyOfRange(file, Long.BYTES, Long.BYTES + length));
    }

    private static @Nullable BufferedImage picture(byte[] png) {
        try {
            return ImageIO.read(new ByteArrayInputStream(png));
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A map as it is with {@code saccade.score-map.encoding=u8}. */
    private static JsonNode scoreMap() {
        ScoreMap map = new ScoreMap(2, 1, List.of(ByteBuffer.allocateDirect(8).asFloatBuffer()));
        Map<String, String> metadata = Map.of(
                "camera",
                "gate",
                "frame_id",
                "7",
                "captured",
                "2026-05-04T03:02:01Z",
                "model",
                "0".repeat(64),
                "operator",
                "attention/1");
        return header(new ScoreMapEncoder(ScoreEncoding.U8, 1).encode(map, metadata));
    }

    private void send() throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (Sent frame : frames()) {
                ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                        "frames", null, frame.key() == null ? null : frame.key().getBytes(UTF_8), frame.value());
                frame.headers().forEach((name, text) -> record.headers().add(name, text.getBytes(UTF_8)));
                if (frame.good()) {
                    check(
                            "a frame",
                            headers(record.headers()),
                            document.topics().get("frames").get(0).headers());
                }
                producer.send(record).get();
            }
        }
    }

    /** A frame, and whether it is as the document has frames. */
    private record Sent(@Nullable String key, byte[] value, Map<String, String> headers, boolean good) {

        static Sent good(@Nullable String key, byte[] value, Map<String, String> headers) {
            return new Sent(key, value, headers, true);
        }

        static Sent bad(String key, byte[] value, Map<String, String> headers) {
            return new Sent(key, value, headers, false);
        }
    }

    private static List<Sent> frames() {
        List<Sent> frames = new ArrayList<>();
        Map<String, String> event = new LinkedHashMap<>();
        event.put("content-type", "image/jpeg");
        event.put("ce_id", "frame-7");
        event.put("ce_time", Instant.now().toString());
        event.put("ce_sequence", "000000000007");
        event.put("ce_expirytime", Instant.now().plusSeconds(600).toString());
        event.put("traceparent", TRACE);
        event.put("tracestate", STATE);
        for (int i = 0; i < 10; i++) {
            frames.add(Sent.good("gate", JPEG, event));
        }
        frames.add(Sent.good("gate", PNG, Map.of("content-type", "image/png")));
        frames.add(Sent.good("gate", tensor(), Map.of("content-type", "application/x-safetensors")));
        frames.add(Sent.good(
                "gate",
                new byte[24],
                Map.of(
                        "content-type", "application/octet-stream",
                        "width", "4",
                        "height", "2",
                        "channels", "3",
                        "dtype", "u8")));
        frames.add(Sent.good(null, JPEG, Map.of()));
        frames.add(Sent.good(
                "recent",
                JPEG,
                Map.of(
                        "ce_time",
                        Instant.now().minusSeconds(600).toString(),
                        "ce_sequence",
                        "1",
                        "traceparent",
                        TRACE,
                        "tracestate",
                        STATE)));
        frames.add(Sent.bad("broken", new byte[0], Map.of()));
        frames.add(Sent.bad(
                "broken",
                "a text".getBytes(UTF_8),
                Map.of("saccade-reason", "spoofed", "traceparent", TRACE, "tracestate", STATE)));
        frames.add(Sent.bad("broken", JPEG, Map.of("content-type", "image/png")));
        frames.add(Sent.bad("broken", Arrays.copyOf(JPEG, JPEG.length / 2), Map.of()));
        frames.add(Sent.bad("broken", JPEG, Map.of("ce_expirytime", "2020-01-01T00:00:00Z")));
        frames.add(Sent.bad("broken", new byte[TightBroker.MOST_BYTES], Map.of()));
        frames.add(Sent.bad("broken", new byte[1], Map.of("note", "n".repeat(TightBroker.MOST_BYTES))));
        frames.add(Sent.bad("k".repeat(TightBroker.MOST_BYTES), new byte[1], Map.of("note", "n")));
        return frames;
    }

    private static byte[] tensor() {
        return new Safetensors(Map.of(), List.of(Tensor.ofFloats("image", List.of(2, 2, 3), new float[12]))).toBytes();
    }

    /** Everything on the topics that the service writes, once each frame has come to its end. */
    private Map<String, List<ConsumerRecord<byte[], byte[]>>> readAll() {
        Map<String, TopicReader> readers = new LinkedHashMap<>();
        Map<String, List<ConsumerRecord<byte[], byte[]>>> records = new LinkedHashMap<>();
        document.topics().keySet().forEach(topic -> {
            readers.put(topic, TopicReader.of(bootstrapServers, topic));
            records.put(topic, new ArrayList<>());
        });
        try {
            await().atMost(PATIENCE).until(() -> {
                readers.forEach((topic, reader) -> records.get(topic).addAll(reader.readFor(LOOK)));
                int frames = records.get("frames").size();
                return records.get("score-maps").size()
                                        + records.get("frames-dead-letter").size()
                                        + superseded(records.get("score-summaries"))
                                == frames
                        && records.get("gan-novelty").size() == frames
                        && !records.get("gan-samples").isEmpty();
            });
        } finally {
            readers.values().forEach(TopicReader::close);
        }
        records.remove("frames");
        return records;
    }

    private static long superseded(List<ConsumerRecord<byte[], byte[]>> summaries) {
        return summaries.stream()
                .filter(record -> json(record.value()).has("superseded"))
                .count();
    }

    private static String resource(String path) {
        try (var in = AsyncApiTest.class.getResourceAsStream("/" + path)) {
            return new String(Optional.ofNullable(in).orElseThrow().readAllBytes(), UTF_8);
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }
}
