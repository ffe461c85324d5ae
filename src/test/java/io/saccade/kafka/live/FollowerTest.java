package io.saccade.kafka.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.runtime.configuration.DurationConverter;
import io.saccade.Pictures;
import io.saccade.broker.EmbeddedKafka;
import io.saccade.config.SaccadeConfig;
import io.saccade.encode.ChannelStatistics;
import io.saccade.encode.ScoreSummary;
import io.saccade.encode.StageTimes;
import io.saccade.encode.Supersession;
import io.saccade.frame.Frame;
import io.saccade.frame.ModelIdentity;
import io.saccade.frame.Payload;
import io.saccade.frame.Source;
import io.saccade.kafka.KafkaClients;
import io.saccade.tensor.Safetensors;
import io.saccade.tensor.Tensor;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The follower against a real broker, on topics that are written as the service writes them, in transactions. */
class FollowerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ModelIdentity MODEL = new ModelIdentity("d".repeat(64), "attention/1", "cpu", "1.29");
    private static int tests;
    private static EmbeddedKafka kafka;

    private String prefix;
    private KafkaProducer<byte[], byte[]> producer;
    private Follower follower;

    @BeforeAll
    static void start() {
        kafka = EmbeddedKafka.start();
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @BeforeEach
    void open() throws Exception {
        prefix = "t" + tests++ + "-";
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            List<NewTopic> topics = new ArrayList<>();
            for (String name : List.of("frames", "score-maps", "score-summaries", "frames-dead-letter")) {
                topics.add(new NewTopic(prefix + name, 2, (short) 1));
            }
            admin.createTopics(topics).all().get();
        }
        producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        kafka.bootstrapServers(),
                        "transactional.id",
                        prefix,
                        "max.request.size",
                        16 << 20),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
        follower = new Follower(config(), new KafkaClients(config(), servers(), 0), Duration.ofSeconds(2));
    }

    @AfterEach
    void close() throws Exception {
        follower.close();
        producer.close();
    }

    @Test
    void itShowsTheNewestFrameOfEachCameraWithItsMap() throws Exception {
        for (int i = 0; i < 40; i++) {
            score("gate", i % 2, Pictures.jpeg(64, 48), i);
            score("yard", 1, Pictures.jpeg(32, 24), i);
        }
        follower.watch(this, Set.of("gate", "yard"));

        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(follower.wall().sighting("gate"))
                    .hasValueSatisfying(seen -> assertThat(seen.frameId()).isEqualTo("gate-39"));
            assertThat(follower.wall().sighting("yard"))
                    .hasValueSatisfying(seen -> assertThat(seen.frameId()).isEqualTo("yard-39"));
        });
        Sighting seen = follower.wall().sighting("gate").orElseThrow();
        assertThat(seen.picture().bytes()).isEqualTo(Pictures.jpeg(64, 48));
        assertThat(seen.planes().get(0).max())
                .as("the map is that of the frame")
                .isEqualTo(39);
        assertThat(follower.wall().cameras().get(0).frames()).isEqualTo(40);

        for (int i = 40; i < 45; i++) {
            score("gate", 0, Pictures.jpeg(64, 48), i);
            String newest = "gate-" + i;
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(follower.wall().sighting("gate"))
                            .hasValueSatisfying(now -> assertThat(now.frameId()).isEqualTo(newest)));
        }
    }

    @Test
    void supersededFramesAreCountedAndDoNotLeadItAstray() throws Exception {
        follower.watch(this, Set.of("gate"));
        for (int i = 0; i < 20; i++) {
            score("gate", 0, Pictures.jpeg(64, 48), i);
            supersede("gate", 0, 3);
        }

        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(follower.wall().sighting("gate"))
                    .hasValueSatisfying(seen -> assertThat(seen.frameId()).isEqualTo("gate-19"));
            assertThat(follower.wall().cameras().get(0).superseded()).isEqualTo(60);
        });
    }

    @Test
    void rawFramesAndLargePicturesComeAsSmallerJpegs() throws Exception {
        byte[] raw = new byte[20 * 10 * 3];
        Arrays.fill(raw, (byte) 200);
        Map<String, String> layout =
                Map.of("width", "20", "height", "10", "channels", "3", "content-type", "application/octet-stream");
        score("raw", 0, raw, 0, layout);
        byte[] large = Pictures.encode(Pictures.noise(1500, 1000, 1), "png", false);
        assertThat(large).hasSizeGreaterThan(FramePictures.MOST_BYTES);
        score("large", 0, large, 0);

        Picture ofRaw = follower.ask("raw", PATIENCE).orElseThrow().picture();
        Picture ofLarge = follower.ask("large", PATIENCE).orElseThrow().picture();

        assertThat(ofRaw.type()).isEqualTo("image/jpeg");
        var image = ImageIO.read(new ByteArrayInputStream(ofRaw.bytes()));
        assertThat(image.getWidth()).isEqualTo(20);
        assertThat(image.getRGB(3, 3) & 0xFF).isBetween(195, 205);
        assertThat(ofLarge.bytes()).hasSizeLessThan(FramePictures.MOST_BYTES);
        assertThat(ImageIO.read(new ByteArrayInputStream(ofLarge.bytes())).getWidth())
                .isEqualTo(1280);
    }

    @Test
    void ofDeadLettersOnlyWhatOurOwnDecoderReadsIsShownAndDrawnAnew() throws Exception {
        byte[] picture = Pictures.encode(Pictures.noise(800, 600, 1), "png", false);
        reject("gate", picture, "content-type-mismatch");
        reject("gate", "<svg onload='alert(1)'/>".getBytes(UTF_8), "unsupported-format");
        reject("gate", picture, "too-many-pixels");
        reject("gate", Arrays.copyOf(picture, 5_000), "undecodable");

        await().atMost(PATIENCE)
                .until(() -> follower.ask(Duration.ofSeconds(5)).letters().size() == 4);

        List<RejectedFrame> letters = follower.wall().letters();
        assertThat(letters)
                .extracting(RejectedFrame::reason)
                .containsExactly("undecodable", "too-many-pixels", "unsupported-format", "content-type-mismatch");
        assertThat(letters.subList(0, 3))
                .allSatisfy(letter -> assertThat(letter.thumbnail()).isNull());
        byte[] thumbnail = letters.get(3).thumbnail();
        assertThat(ImageIO.read(new ByteArrayInputStream(thumbnail)).getWidth()).isEqualTo(160);
        assertThat(thumbnail).startsWith(0xFF, 0xD8, 0xFF);
    }

    @Test
    void itRunsWhileSomebodyWatchesAndForgetsWhenNobodyDoes() throws Exception {
        score("gate", 0, Pictures.jpeg(64, 48), 0);
        assertThat(threads()).as("nobody watches yet").isZero();

        assertThat(follower.ask(PATIENCE).cameras()).hasSize(1);
        assertThat(threads()).isEqualTo(1);
        await().atMost(PATIENCE).until(() -> threads() == 0);
        assertThat(follower.wall().cameras()).isEmpty();

        follower.watch(this, Set.of());
        await().pollDelay(Duration.ofSeconds(3)).atMost(PATIENCE).until(() -> threads() == 1);
        assertThat(follower.wall().cameras()).hasSize(1);
        follower.leave(this);
        await().atMost(PATIENCE).until(() -> threads() == 0);
    }

    @Test
    void whatLiesFarBehindIsLeftOut() throws Exception {
        follower.watch(this, Set.of());
        await().atMost(PATIENCE).until(follower::isWarm);
        byte[] old = summary("old", 0, 0);
        producer.beginTransaction();
        for (int i = 0; i < 60_000; i++) {
            producer.send(new ProducerRecord<>(prefix + "score-summaries", 0, "old".getBytes(UTF_8), old));
        }
        producer.commitTransaction();
        score("new", 0, Pictures.jpeg(64, 48), 1);

        await().atMost(PATIENCE).until(() -> follower.wall().cameras().stream()
                .anyMatch(camera -> camera.camera().equals("new")));
        assertThat(follower.wall().cameras())
                .filteredOn(camera -> camera.camera().equals("old"))
                .allSatisfy(camera -> assertThat(camera.frames()).isLessThan(20_000));
    }

    @Test
    void aTopicThatComesLaterIsFound() throws Exception {
        follower.watch(this, Set.of());
        await().atMost(PATIENCE).until(follower::isWarm);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(prefix + "gan-novelty", 1, (short) 1)))
                    .all()
                    .get();
        }
        score("gate", 0, Pictures.jpeg(64, 48), 1);
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(
                prefix + "gan-novelty",
                "{\"camera\":\"gate\",\"novelty\":0.8,\"capturedAtMs\":5000,\"whereX\":0.5,\"whereY\":0.5}"
                        .getBytes(UTF_8)));
        producer.send(new ProducerRecord<>(prefix + "gan-novelty", "not JSON".getBytes(UTF_8)));
        producer.commitTransaction();

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(follower.wall().moments()).hasSize(1));
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("live"))
                .count();
    }

    private void score(String camera, int partition, byte[] frame, int number) throws Exception {
        score(camera, partition, frame, number, Map.of());
    }

    private void score(String camera, int partition, byte[] bytes, int number, Map<String, String> headers)
            throws Exception {
        byte[] key = camera.getBytes(UTF_8);
        producer.beginTransaction();
        ProducerRecord<byte[], byte[]> frame = new ProducerRecord<>(prefix + "frames", partition, key, bytes);
        headers.forEach((name, value) -> frame.headers().add(name, value.getBytes(UTF_8)));
        frame.headers().add("ce_id", (camera + "-" + number).getBytes(UTF_8));
        long offset = producer.send(frame).get().offset();
        float[] scores = {0, 1, 2, 3, 4, number};
        byte[] map = new Safetensors(Map.of(), List.of(Tensor.ofFloats("scores", List.of(1, 2, 3), scores))).toBytes();
        ProducerRecord<byte[], byte[]> mapped = new ProducerRecord<>(prefix + "score-maps", partition, key, map);
        mapped.headers().add("saccade-source-topic", (prefix + "frames").getBytes(UTF_8));
        mapped.headers().add("saccade-source-partition", ("" + partition).getBytes(UTF_8));
        mapped.headers().add("saccade-source-offset", ("" + offset).getBytes(UTF_8));
        producer.send(mapped);
        producer.send(
                new ProducerRecord<>(prefix + "score-summaries", partition, key, summary(camera, partition, offset)));
        producer.commitTransaction();
    }

    private void supersede(String camera, int partition, int times) {
        producer.beginTransaction();
        for (int i = 0; i < times; i++) {
            producer.send(new ProducerRecord<>(
                    prefix + "score-summaries",
                    partition,
                    camera.getBytes(UTF_8),
                    new Supersession(frame(camera, partition, i), "latest").toJson()));
        }
        producer.commitTransaction();
    }

    private void reject(String camera, byte[] bytes, String reason) throws Exception {
        ProducerRecord<byte[], byte[]> letter =
                new ProducerRecord<>(prefix + "frames-dead-letter", 0, camera.getBytes(UTF_8), bytes);
        letter.headers().add("content-type", "image/jpeg".getBytes(UTF_8));
        letter.headers().add("saccade-reason", reason.getBytes(UTF_8));
        letter.headers().add("saccade-detail", "what was wrong".getBytes(UTF_8));
        producer.beginTransaction();
        producer.send(letter).get();
        producer.commitTransaction();
    }

    private byte[] summary(String camera, int partition, long offset) {
        return new ScoreSummary(
                        frame(camera, partition, offset),
                        MODEL,
                        Instant.now(),
                        3,
                        2,
                        1,
                        List.of(new ChannelStatistics(0, 1, 2, 3, 0, 0)),
                        new StageTimes(1, 1, 1, 1))
                .toJson();
    }

    private Frame frame(String camera, int partition, long offset) {
        Instant now = Instant.now();
        Source source = new Source(prefix + "frames", partition, offset);
        return new Frame(camera, "id", null, now, now, null, Payload.of(new byte[0]), null, source);
    }

    private SaccadeConfig config() {
        Map<String, String> settings = new java.util.HashMap<>();
        for (String topic : List.of("frames", "score-maps", "score-summaries")) {
            settings.put("saccade.topics." + topic, prefix + topic);
        }
        settings.put("saccade.topics.dead-letters", prefix + "frames-dead-letter");
        for (String topic : List.of("novelty", "metrics", "samples", "checkpoints")) {
            settings.put("saccade.gan.topics." + topic, prefix + "gan-" + topic);
        }
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .withConverter(Duration.class, 100, new DurationConverter())
                .withMapping(SaccadeConfig.class)
                .build()
                .getConfigMapping(SaccadeConfig.class);
    }

    private static Map<String, Object> servers() {
        return Map.of("bootstrap.servers", kafka.bootstrapServers());
    }
}
