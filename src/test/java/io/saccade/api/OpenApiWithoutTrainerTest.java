package io.saccade.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.saccade.Pictures;
import io.saccade.broker.BrokerResource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** What only a service without a trainer and without a token answers, and what it answers where checkpoints can't be read. */
@QuarkusTest
@QuarkusTestResource(BrokerResource.class)
class OpenApiWithoutTrainerTest {

    static final Set<String> HERE = Set.of(
            "PUT /api/model 403 application/problem+json",
            "GET /api/cameras/gan-samples 404 application/problem+json",
            "GET /api/gan 404 application/problem+json",
            "GET /api/gan 503 application/problem+json",
            "GET /api/gan/samples 404 application/problem+json",
            "GET /api/gan/samples 503 application/problem+json",
            "POST /api/gan/novelty 503 application/problem+json",
            "GET /api/gan/{network} 404 application/problem+json",
            "GET /api/gan/{network} 503 application/problem+json");

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @Test
    void whatOnlySuchAServiceAnswersIsAsDescribed() throws Exception {
        ServedApi api = ServedApi.read();
        assertThat(api.unseen()).containsAll(HERE);

        api.good()
                .contentType("application/octet-stream")
                .header("Authorization", "Bearer any")
                .body(new byte[] {1})
                .put("/api/model")
                .then()
                .statusCode(403);
        problem(api.good().get("/api/cameras/gan-samples"), 404);
        asksTheGan(api, 404);
        sendBrokenCheckpoint();
        await().atMost(PATIENCE)
                .untilAsserted(() -> api.good().get("/api/gan").then().statusCode(503));
        asksTheGan(api, 503);

        assertThat(api.unseen()).doesNotContainAnyElementsOf(HERE);
    }

    private static void asksTheGan(ServedApi api, int status) {
        for (String path : new String[] {"", "/samples", "/generator"}) {
            problem(api.good().get("/api/gan" + path), status);
        }
        problem(
                api.good().contentType("image/jpeg").body(Pictures.jpeg(32, 24)).post("/api/gan/novelty?camera=street"),
                status);
    }

    private static void problem(Response answer, int status) {
        answer.then().statusCode(status).contentType("application/problem+json");
    }

    private void sendBrokenCheckpoint() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(List.of(new NewTopic("gan-checkpoints", Optional.of(1), Optional.empty())))
                    .all()
                    .get();
        }
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>("gan-checkpoints", "main".getBytes(UTF_8), new byte[] {1}))
                    .get();
        }
    }
}
