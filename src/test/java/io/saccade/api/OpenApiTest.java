package io.saccade.api;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItems;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import io.saccade.Pictures;
import io.saccade.attention.AttentionParameters;
import io.saccade.broker.TopicReader;
import io.saccade.tensor.Safetensors;
import io.saccade.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Every operation of {@code /q/openapi}, asked for well and badly: requests and answers are as the document has them. */
@QuarkusTest
@TestProfile(WholeService.class)
class OpenApiTest {

    /**
     * What a service that trains, has a token and no limits never answers; {@link OpenApiWithoutTrainerTest} and
     * {@link OpenApiLimitsTest} see these.
     */
    static final Set<String> NEVER_HERE = Stream.of(OpenApiWithoutTrainerTest.HERE, OpenApiLimitsTest.HERE)
            .flatMap(Set::stream)
            .collect(Collectors.toSet());

    private static final Path COPY = Path.of("src/docs/openapi.yaml");
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String SAFETENSORS = "application/x-safetensors";
    private static final String RAW = "application/octet-stream";
    private static final byte[] JPEG = Pictures.jpeg(64, 48);
    private static final byte[] PNG =
            Pictures.encode(Pictures.picture(64, 48, BufferedImage.TYPE_INT_RGB), "png", false);

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @Test
    void whatIsAskedAndAnsweredIsAsDescribed() throws Exception {
        ServedApi api = ServedApi.read();
        await().atMost(PATIENCE)
                .untilAsserted(() -> api.good().get("/api/gan").then().statusCode(200));
        send();
        String expired = deadLetter("late");
        await().atMost(PATIENCE).untilAsserted(() -> api.good()
                .get("/api/cameras")
                .then()
                .statusCode(200)
                .body("camera", hasItems("street", "drawn", "numbers")));
        await().atMost(PATIENCE).untilAsserted(() -> api.good()
                .get("/api/gan")
                .then()
                .body("step", greaterThan(0))
                .body("cameras", hasItems("street", "drawn", "numbers")));

        scores(api);
        showsCameras(api, expired);
        changesTheModel(api);
        answersForTheGan(api);

        assertThat(api.unseen())
                .as("answers that are described and were not given")
                .isEqualTo(NEVER_HERE);
    }

    @Test
    void aRequestOrAnAnswerThatIsNotDescribedIsNoticed() {
        ServedApi api = ServedApi.read();

        assertThatThrownBy(() -> api.good().get("/api/gan/samples?count=0")).hasMessageContaining("count");
        assertThatThrownBy(() -> api.bad().get("/api/nothing")).hasMessageContaining("/api/nothing");
        api.document().getComponents().getSchemas().keySet().forEach(name -> assertThat(name)
                .doesNotContain("Description"));
    }

    @Test
    void examplesAreAsDescribed() {
        ServedApi api = ServedApi.read();

        assertThat(api.examples()).hasSizeGreaterThan(30).allSatisfy((where, fault) -> assertThat(fault)
                .isEmpty());
    }

    @Test
    void theCopyInTheRepositoryIsWhatIsServed() throws Exception {
        String served = asOfNoBuild(given().get("/q/openapi").asString());
        if (Files.notExists(COPY)) {
            Files.writeString(COPY, served);
        }
        assertThat(Files.readString(COPY))
                .as("src/docs/openapi.yaml; where the change is wanted, delete it, and this test writes it anew")
                .isEqualTo(served);
    }

    private static String asOfNoBuild(String document) {
        return document.replaceFirst("(?m)^  version: .*$", "  version: as built");
    }

    private static void scores(ServedApi api) {
        for (String accept : List.of("application/json", SAFETENSORS, "image/png")) {
            image(api.good(), "image/jpeg", JPEG)
                    .accept(accept)
                    .post("/api/score")
                    .then()
                    .statusCode(200)
                    .contentType(accept);
        }
        image(api.good(), "image/png", PNG).post("/api/score").then().statusCode(200);
        image(api.good(), SAFETENSORS, tensor(2, 2, 3))
                .post("/api/score")
                .then()
                .statusCode(200);
        image(api.good(), RAW, new byte[24])
                .queryParam("width", 4)
                .queryParam("height", 2)
                .queryParam("channels", 3)
                .queryParam("dtype", "u8")
                .post("/api/score")
                .then()
                .statusCode(200)
                .body("width", equalTo(4));
        refusesImages(api, "/api/score");
        problem(image(api.bad(), "image/jpeg", JPEG).accept("image/png").post("/api/score?channel=7"), 400);
        problem(image(api.bad(), "image/jpeg", JPEG).accept("image/png").post("/api/score?channel=seven"), 400)
                .body("detail", containsString("seven"));
        problem(image(api.bad(), "image/jpeg", JPEG).accept("text/html").post("/api/score"), 406);
    }

    private static void refusesImages(ServedApi api, String path) {
        byte[] huge = PNG.clone();
        ByteBuffer.wrap(huge).putInt(16, 1 << 20).putInt(20, 1 << 20);
        problem(image(api.bad(), "image/jpeg", new byte[0]).post(path), 400).body("reason", equalTo("empty"));
        problem(image(api.good(), "image/png", huge).post(path), 413).body("reason", equalTo("too-many-pixels"));
        problem(image(api.good(), "image/png", JPEG).post(path), 415).body("reason", equalTo("content-type-mismatch"));
        problem(image(api.good(), "image/jpeg", Arrays.copyOf(JPEG, 100)).post(path), 422)
                .body("reason", equalTo("undecodable"));
    }

    private static void showsCameras(ServedApi api, String expired) {
        problem(api.bad().accept("text/html").get("/api/cameras"), 406);
        api.good()
                .get("/api/cameras/frame?camera=street")
                .then()
                .statusCode(200)
                .contentType("image/jpeg");
        api.good().get("/api/cameras/frame?camera=drawn").then().statusCode(200).contentType("image/png");
        problem(api.good().get("/api/cameras/frame?camera=nobody"), 404);
        api.good()
                .get("/api/cameras/heat-map?camera=street")
                .then()
                .statusCode(200)
                .contentType("image/png");
        problem(api.good().get("/api/cameras/heat-map?camera=nobody"), 404).body("detail", containsString("nobody"));
        problem(api.good().get("/api/cameras/heat-map?camera=street&channel=1"), 400);
        api.good()
                .get("/api/cameras/frame?camera=numbers")
                .then()
                .statusCode(200)
                .contentType("image/jpeg");
        await().atMost(PATIENCE).untilAsserted(() -> api.good()
                .get("/api/cameras/dead-letter?position=" + expired)
                .then()
                .statusCode(200)
                .contentType("image/jpeg"));
        problem(api.good().get("/api/cameras/dead-letter?position=frames-dead-letter/0/1000"), 404);
        await().atMost(PATIENCE).untilAsserted(() -> api.good()
                .get("/api/cameras/gan-samples")
                .then()
                .statusCode(200)
                .contentType("image/png"));
    }

    private static void changesTheModel(ServedApi api) {
        api.good().get("/api/model").then().statusCode(200);
        problem(api.bad().accept("text/html").get("/api/model"), 406);
        byte[] file = new AttentionParameters(3, 1, new float[27], new float[9], Map.of()).toBytes();
        problem(image(api.bad(), RAW, file).put("/api/model"), 401);
        problem(
                image(api.good(), RAW, file)
                        .header("Authorization", "Bearer another")
                        .put("/api/model"),
                401);
        problem(admin(api.bad()).accept("text/html").body(file).put("/api/model"), 406);
        problem(admin(api.good()).body(new byte[] {1, 2, 3}).put("/api/model"), 422)
                .body("reason", equalTo("model-refused"));
        admin(api.good()).body(file).put("/api/model").then().statusCode(200);
    }

    private static RequestSpecification admin(RequestSpecification request) {
        return request.header("Authorization", "Bearer " + WholeService.TOKEN).contentType(RAW);
    }

    private static void answersForTheGan(ServedApi api) {
        problem(api.bad().accept("text/html").get("/api/gan"), 406);
        api.good().get("/api/gan/samples?count=4").then().statusCode(200).contentType("image/png");
        api.good()
                .get("/api/gan/samples?format=safetensors")
                .then()
                .statusCode(200)
                .contentType(SAFETENSORS);
        problem(api.bad().get("/api/gan/samples?count=0"), 400);
        problem(api.bad().get("/api/gan/samples?format=bmp"), 400);
        problem(api.bad().accept("text/html").get("/api/gan/samples"), 406);
        for (String network : List.of("generator", "discriminator")) {
            api.good().get("/api/gan/" + network).then().statusCode(200).contentType(RAW);
        }
        api.good()
                .get("/api/gan/generator?format=safetensors")
                .then()
                .statusCode(200)
                .contentType(SAFETENSORS);
        problem(api.bad().get("/api/gan/generator?format=bmp"), 400);
        problem(api.bad().accept("text/html").get("/api/gan/generator"), 406);
        for (String accept : List.of("application/json", SAFETENSORS)) {
            image(api.good(), "image/jpeg", JPEG)
                    .accept(accept)
                    .post("/api/gan/novelty?camera=street")
                    .then()
                    .statusCode(200)
                    .contentType(accept);
        }
        refusesImages(api, "/api/gan/novelty?camera=street");
        problem(image(api.good(), "image/jpeg", JPEG).post("/api/gan/novelty"), 400)
                .body("detail", containsString("which camera?"));
        problem(image(api.good(), "image/jpeg", JPEG).post("/api/gan/novelty?camera=nobody"), 404);
        problem(image(api.bad(), "image/jpeg", JPEG).accept("text/html").post("/api/gan/novelty?camera=street"), 406);
    }

    private static RequestSpecification image(RequestSpecification request, String type, byte[] bytes) {
        return request.contentType(type).body(bytes);
    }

    private static io.restassured.response.ValidatableResponse problem(
            io.restassured.response.Response answer, int status) {
        return answer.then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("status", equalTo(status));
    }

    private static byte[] tensor(int height, int width, int channels) {
        Tensor image = Tensor.ofFloats("image", List.of(height, width, channels), new float[height * width * channels]);
        return new Safetensors(Map.of(), List.of(image)).toBytes();
    }

    private void send() throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < 10; i++) {
                producer.send(new ProducerRecord<>("frames", "street".getBytes(UTF_8), JPEG))
                        .get();
            }
            producer.send(new ProducerRecord<>("frames", "drawn".getBytes(UTF_8), PNG))
                    .get();
            producer.send(new ProducerRecord<>("frames", "numbers".getBytes(UTF_8), tensor(20, 20, 3)))
                    .get();
            ProducerRecord<byte[], byte[]> late = new ProducerRecord<>("frames", "late".getBytes(UTF_8), JPEG);
            late.headers().add("ce_expirytime", "2020-01-01T00:00:00Z".getBytes(UTF_8));
            producer.send(late).get();
        }
    }

    /** Where the dead letter of a camera is. */
    private String deadLetter(String camera) {
        try (TopicReader letters = TopicReader.of(bootstrapServers, "frames-dead-letter")) {
            Instant deadline = Instant.now().plus(PATIENCE);
            while (Instant.now().isBefore(deadline)) {
                for (ConsumerRecord<byte[], byte[]> letter : letters.read(1, PATIENCE)) {
                    if (letter.key() != null && camera.equals(new String(letter.key(), UTF_8))) {
                        return letter.topic() + "/" + letter.partition() + "/" + letter.offset();
                    }
                }
            }
        }
        throw new AssertionError("no dead letter of " + camera);
    }
}
