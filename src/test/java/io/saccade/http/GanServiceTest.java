package io.saccade.http;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.saccade.broker.BrokerResource;
import io.saccade.broker.TopicReader;
import io.saccade.camera.JpegEncoder;
import io.saccade.camera.scene.SyntheticScene;
import io.saccade.gan.Checkpoint;
import io.saccade.tensor.Safetensors;
import io.saccade.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** The service in all its roles against a real broker: frames go in, novelty, metrics, samples and checkpoints come out. */
@QuarkusTest
@TestProfile(GanServiceTest.AllRoles.class)
@QuarkusTestResource(BrokerResource.class)
class GanServiceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FRAMES = 40;

    /** All roles, and a picture of samples soon. */
    public static final class AllRoles implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("saccade.roles", "score,train,serve", "saccade.gan.samples.every", "2");
        }
    }

    @TestHTTPResource(management = true)
    String management;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @Test
    void framesAreLearntFromAndTheNetworkAnswers() throws Exception {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> given().get("/api/gan").then().statusCode(200).body("step", equalTo(0)));
        List<byte[]> frames = frames();
        send("street", frames);
        send("broken", List.of("not a picture".getBytes(UTF_8)));

        List<JsonNode> novelty = json("gan-novelty", FRAMES + 1);
        assertThat(novelty.stream().filter(node -> node.has("novelty")))
                .hasSize(FRAMES)
                .allSatisfy(node -> {
                    assertThat(node.path("novelty").asDouble()).isBetween(0.0, 1.0);
                    assertThat(node.path("camera").asText()).isEqualTo("street");
                    assertThat(node.path("discriminator").asDouble()).isBetween(0.0, 1.0);
                });
        assertThat(novelty.stream().filter(node -> node.has("rejected")))
                .singleElement()
                .satisfies(node -> {
                    assertThat(node.path("rejected").asText()).isEqualTo("unsupported-format");
                    assertThat(node.path("camera").asText()).isEqualTo("broken");
                });
        List<JsonNode> metrics = json("gan-metrics", FRAMES / 8);
        assertThat(metrics.stream().map(node -> node.path("step").asInt())).containsExactly(1, 2, 3, 4, 5);
        assertThat(metrics)
                .allSatisfy(
                        node -> assertThat(node.path("likelihood").asDouble()).isNegative());

        ConsumerRecord<byte[], byte[]> samples = records("gan-samples", 1).get(0);
        assertThat(ImageIO.read(new ByteArrayInputStream(samples.value())).getWidth())
                .isEqualTo(4 * 64);
        List<ConsumerRecord<byte[], byte[]>> checkpoints = records("gan-checkpoints", 2);
        ConsumerRecord<byte[], byte[]> last = checkpoints.get(checkpoints.size() - 1);
        Checkpoint checkpoint = Checkpoint.of(Safetensors.read(last.value()));
        assertThat(new String(last.key(), UTF_8)).isEqualTo("main");
        assertThat(checkpoint.progress().steps()).isEqualTo(5);
        assertThat(checkpoint.positions().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(FRAMES + 1);
        assertThat(metrics.get(4).path("checkpoint").asText())
                .isEqualTo(checkpoint.digest().substring(0, 12));

        describes(checkpoint);
        drawsSamples();
        scoresNovelty(frames.get(FRAMES - 1), novelty);
        exportsNetworks();
        counts();
    }

    private static void describes(Checkpoint checkpoint) {
        given().get("/api/gan")
                .then()
                .statusCode(200)
                .body("trainer", equalTo("main"))
                .body("step", equalTo(5))
                .body("digest", equalTo(checkpoint.digest()))
                .body("discriminator.parameters", equalTo(769 * 128 + 128 * 64 + 64))
                .body("discriminator.layers[0].output", equalTo("128"))
                .body("generator.parameters", equalTo(33 * 64 + 64 * 128 + 128 * 768))
                .body("settings.objective", equalTo("non-saturating"))
                .body("cameras", hasItem("street"));
    }

    private static void drawsSamples() throws Exception {
        byte[] png = given().get("/api/gan/samples?count=4")
                .then()
                .statusCode(200)
                .contentType("image/png")
                .extract()
                .asByteArray();
        assertThat(ImageIO.read(new ByteArrayInputStream(png)).getWidth()).isEqualTo(2 * 64);
        byte[] tensors = given().get("/api/gan/samples?count=3&format=safetensors")
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();
        assertThat(Safetensors.read(tensors).get("samples").shape()).isEqualTo(List.of(3, 16, 16, 3));
        given().get("/api/gan/samples?count=0").then().statusCode(400).body(containsString("expected 1 to 256"));
        given().get("/api/gan/samples?format=bmp").then().statusCode(400).body(containsString("png or safetensors"));
    }

    private static void scoresNovelty(byte[] lastFrame, List<JsonNode> told) throws Exception {
        byte[] strange = new JpegEncoder(90).encode(new SyntheticScene(9, 9, 160, 120).render(0));
        double usual = novelty(lastFrame);
        assertThat(novelty(lastFrame)).as("nothing is learnt from it").isEqualTo(usual);
        assertThat(novelty(strange)).isGreaterThan(0.5).isGreaterThan(2 * usual);
        assertThat(told).isNotEmpty();
        byte[] map = given().accept("application/x-safetensors")
                .contentType("image/jpeg")
                .body(strange)
                .post("/api/gan/novelty?camera=street")
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();
        assertThat(Safetensors.read(map).get("novelty").shape()).isEqualTo(List.of(16, 16));
        given().contentType("image/jpeg")
                .body(lastFrame)
                .post("/api/gan/novelty?camera=nobody")
                .then()
                .statusCode(404)
                .body(containsString("street"));
        given().contentType("image/jpeg")
                .body("no picture".getBytes(UTF_8))
                .post("/api/gan/novelty?camera=street")
                .then()
                .statusCode(415)
                .body("reason", equalTo("content-type-mismatch"));
    }

    private static double novelty(byte[] frame) {
        JsonPath told = given().contentType("image/jpeg")
                .body(frame)
                .post("/api/gan/novelty?camera=street")
                .then()
                .statusCode(200)
                .body("step", equalTo(5))
                .extract()
                .jsonPath();
        assertThat(told.getDouble("whereX")).isBetween(0.0, 1.0);
        return told.getDouble("novelty");
    }

    private static void exportsNetworks() throws Exception {
        byte[] onnx = given().get("/api/gan/generator")
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();
        try (OrtSession session = OrtEnvironment.getEnvironment().createSession(onnx);
                OnnxTensor noise = OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), new float[2][32]);
                OrtSession.Result result = session.run(Map.of("noise", noise))) {
            assertThat(((float[][]) result.get(0).getValue())[1]).hasSize(768);
        }
        byte[] weights = given().get("/api/gan/discriminator?format=safetensors")
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();
        assertThat(Safetensors.read(weights).tensors().stream().map(Tensor::name))
                .contains("d.weight.0");
    }

    private void counts() {
        String metrics = given().get(management + "metrics").then().extract().asString();
        assertThat(metrics)
                .contains("saccade_gan_received_total{camera=\"street\"} 40.0")
                .contains("saccade_gan_learnt_total{camera=\"street\"} 40.0")
                .contains("saccade_gan_rejected_total{camera=\"broken\",reason=\"unsupported-format\"} 1.0")
                .contains("saccade_gan_steps_total 5.0")
                .contains("saccade_gan_minibatches_total 5.0");
        given().get(management + "health/live")
                .then()
                .statusCode(200)
                .body("checks.find { it.name == 'training gets on' }.data.step", greaterThan(0));
    }

    private static List<byte[]> frames() {
        SyntheticScene scene = new SyntheticScene(1, 0, 160, 120);
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < FRAMES; i++) {
            frames.add(new JpegEncoder(90).encode(scene.render(i)));
        }
        return frames;
    }

    private void send(String camera, List<byte[]> frames) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (byte[] frame : frames) {
                producer.send(new ProducerRecord<>("frames", camera.getBytes(UTF_8), frame))
                        .get();
            }
        }
    }

    private List<JsonNode> json(String topic, int count) throws Exception {
        List<JsonNode> nodes = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records(topic, count)) {
            nodes.add(JSON.readTree(record.value()));
        }
        return nodes;
    }

    private List<ConsumerRecord<byte[], byte[]>> records(String topic, int count) {
        try (TopicReader reader = TopicReader.of(bootstrapServers, topic)) {
            List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>(reader.read(count, PATIENCE));
            await().atMost(PATIENCE).until(() -> {
                List<ConsumerRecord<byte[], byte[]>> more = reader.readFor(Duration.ofMillis(1500));
                all.addAll(more);
                return more.isEmpty();
            });
            return all;
        }
    }
}
