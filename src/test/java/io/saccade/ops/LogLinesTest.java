package io.saccade.ops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.saccade.broker.BrokerResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** What a program reads in the log: lines of JSON whose fields are apart from the text. */
@QuarkusTest
@TestProfile(Observed.class)
@QuarkusTestResource(BrokerResource.class)
class LogLinesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PAYLOAD = "payload-of-the-frame";

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @ConfigProperty(name = "quarkus.log.file.path")
    Path file;

    @Test
    void aRejectionHasItsFieldsAndNothingOfThePayload() throws Exception {
        RecordHeaders headers = new RecordHeaders();
        headers.add("traceparent", ("00-" + TRACE + "-b7ad6b7169203331-01").getBytes(UTF_8));
        RecordMetadata sent;
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new ByteArraySerializer(), new ByteArraySerializer())) {
            sent = producer.send(new ProducerRecord<>(
                            "frames", null, "a \"camera\"".getBytes(UTF_8), PAYLOAD.getBytes(UTF_8), headers))
                    .get();
        }

        await().atMost(PATIENCE)
                .until(() -> !rejections("RejectionLog").isEmpty()
                        && !rejections("TrainingLog").isEmpty());

        JsonNode line = rejections("RejectionLog").get(0);
        JsonNode fields = line.path("mdc");
        assertThat(line.path("level").asText()).isEqualTo("WARN");
        assertThat(line.path("message").asText()).startsWith("camera=a \"camera\" reason=unsupported-format frame=");
        assertThat(fields.path("camera").asText()).isEqualTo("a \"camera\"");
        assertThat(fields.path("reason").asText()).isEqualTo("unsupported-format");
        assertThat(fields.path("topic").asText()).isEqualTo("frames");
        assertThat(fields.path("partition").asText()).isEqualTo("" + sent.partition());
        assertThat(fields.path("offset").asText()).isEqualTo("" + sent.offset());
        assertThat(fields.path("traceId").asText()).isEqualTo(TRACE);
        assertThat(fields.path("stream").asText()).isEqualTo("stream");
        assertThat(rejections("TrainingLog").get(0).path("mdc").path("stream").asText())
                .isEqualTo("training");
        assertThat(lines())
                .anySatisfy(start -> {
                    assertThat(start.path("message").asText()).startsWith("model: runs on cpu");
                    assertThat(start.path("mdc").path("model").asText()).matches("[0-9a-f]{8,}");
                    assertThat(start.path("mdc").path("provider").asText()).isEqualTo("cpu");
                })
                .noneSatisfy(any -> assertThat(any.toString()).contains(PAYLOAD));
    }

    private List<JsonNode> rejections(String logger) throws IOException {
        return lines().stream()
                .filter(line -> line.path("loggerName").asText().equals("io.saccade.ops." + logger))
                .filter(line -> line.path("mdc").path("camera").asText().equals("a \"camera\""))
                .toList();
    }

    private List<JsonNode> lines() throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }
}
