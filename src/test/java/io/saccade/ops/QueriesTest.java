package io.saccade.ops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.saccade.Pictures;
import io.saccade.broker.BrokerResource;
import io.saccade.broker.TopicReader;
import io.saccade.config.SaccadeConfig;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URL;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Holds the page, the rules and the dashboards to what a running service emits. */
@QuarkusTest
@TestProfile(Observed.class)
@QuarkusTestResource(BrokerResource.class)
class QueriesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** What Prometheus adds to every series. */
    private static final Set<String> TARGET_LABELS = Set.of("job", "instance", "namespace");

    private static final Pattern SERIES = Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? \\S+");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Pattern LEGEND = Pattern.compile("\\{\\{(\\w+)}}");

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @TestHTTPResource(value = "/", management = true)
    URL management;

    @Inject
    SaccadeConfig config;

    /** Frames of every fate, until all of it is counted. */
    @BeforeEach
    void watch() throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < 12; i++) {
                send(producer, "gate", Pictures.jpeg(64, 48), "2026-01-01T00:00:00Z");
            }
            send(producer, "gate", "not a picture".getBytes(UTF_8), "2026-01-01T00:00:00Z");
            send(producer, Observed.LATE, Pictures.jpeg(64, 48), "2026-01-01T00:00:00Z");
        }
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(emitted().keySet())
                .contains(
                        "saccade_frames_scored_total",
                        "saccade_frames_rejected_total",
                        "saccade_frames_superseded_total",
                        "saccade_gan_learnt_total",
                        "saccade_gan_rejected_total",
                        "saccade_gan_novelty"));
    }

    private static void send(KafkaProducer<byte[], byte[]> producer, String camera, byte[] value, String captured)
            throws Exception {
        RecordHeaders headers = new RecordHeaders();
        headers.add("ce_time", captured.getBytes(UTF_8));
        producer.send(new ProducerRecord<>("frames", null, camera.getBytes(UTF_8), value, headers))
                .get();
    }

    @Test
    void thePageHasEveryMetricWithItsLabelsAndNoOther() throws Exception {
        Map<String, Set<String>> page = new HashMap<>();
        Matcher row = Pattern.compile("(?m)^\\| `(saccade_\\w+)(?:\\{([\\w,]+)})?` \\|.*\\|.*\\|$")
                .matcher(Files.readString(OperationsFiles.PAGE));
        while (row.find()) {
            page.put(
                    row.group(1),
                    row.group(2) == null
                            ? Set.of()
                            : new TreeSet<>(Arrays.asList(row.group(2).split(","))));
        }
        Map<String, Set<String>> emitted = emitted().entrySet().stream()
                .filter(metric -> metric.getKey().startsWith("saccade_"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));

        assertThat(page).isEqualTo(emitted);
    }

    @Test
    void everyMetricHasItsUnitOrMeaningBesideIt() throws Exception {
        List<String> undescribed = get("/q/metrics")
                .lines()
                .filter(line -> line.matches("# HELP saccade_\\w+ *"))
                .toList();

        assertThat(undescribed).isEmpty();
    }

    @Test
    void theEquationsHold() throws Exception {
        await().atMost(PATIENCE).untilAsserted(() -> {
            String metrics = get("/q/metrics");
            for (String camera : List.of("gate", Observed.LATE)) {
                assertThat(sum(metrics, "saccade_frames_received_total", camera))
                        .isPositive()
                        .isEqualTo(sum(metrics, "saccade_frames_scored_total", camera)
                                + sum(metrics, "saccade_frames_rejected_total", camera)
                                + sum(metrics, "saccade_frames_superseded_total", camera));
                assertThat(sum(metrics, "saccade_gan_received_total", camera))
                        .isPositive()
                        .isEqualTo(sum(metrics, "saccade_gan_learnt_total", camera)
                                + sum(metrics, "saccade_gan_rejected_total", camera));
            }
        });
    }

    @Test
    void everyRuleAsksForWhatIsEmitted() throws Exception {
        Map<String, Set<String>> emitted = emitted();
        for (JsonNode alert : OperationsFiles.alerts()) {
            PromQl query = PromQl.parse(alert.path("expr").asText());
            assertEmitted(alert.path("alert").asText(), query, emitted);
            Matcher label = Pattern.compile("\\$labels\\.(\\w+)")
                    .matcher(alert.path("annotations").path("summary").asText());
            while (label.find()) {
                assertThat(result(query, emitted)).as(alert.toString()).contains(label.group(1));
            }
        }
    }

    @Test
    void everyPanelAsksForWhatIsEmitted() throws Exception {
        Map<String, Set<String>> emitted = emitted();
        for (JsonNode panel : OperationsFiles.panels("prometheus")) {
            for (JsonNode target : panel.path("targets")) {
                PromQl query = PromQl.parse(target.path("expr").asText());
                assertEmitted(panel.path("title").asText(), query, emitted);
                Matcher legend = LEGEND.matcher(target.path("legendFormat").asText());
                while (legend.find()) {
                    assertThat(result(query, emitted))
                            .as(panel.path("title").asText())
                            .contains(legend.group(1));
                }
            }
        }
    }

    @Test
    void everyVariableAsksForWhatIsEmitted() throws Exception {
        Map<String, Set<String>> emitted = emitted();
        for (Path file : OperationsFiles.dashboards()) {
            for (JsonNode variable :
                    OperationsFiles.read(file).path("templating").path("list")) {
                if (variable.path("type").asText().equals("query")) {
                    Matcher values = Pattern.compile("label_values\\((.*), (\\w+)\\)")
                            .matcher(variable.path("query").path("query").asText());
                    assertThat(values.matches()).isTrue();
                    PromQl query = PromQl.parse(values.group(1));
                    assertEmitted(values.group(), query, emitted);
                    assertThat(result(query, emitted)).contains(values.group(2));
                }
            }
        }
    }

    @Test
    void everyKafkaPanelShowsFieldsThatAreSent() throws Exception {
        Set<String> topics = Set.of(config.topics().scoreSummaries(), "gan-novelty");
        for (JsonNode panel : OperationsFiles.panels("hamedkarbasi93-kafka-datasource")) {
            JsonNode target = panel.path("targets").path(0);
            assertThat(panel.path("targets")).hasSize(1);
            assertThat(topics).contains(target.path("topicName").asText());
            assertThat(target.path("partition").asText()).isEqualTo("all");
            assertThat(target.path("autoOffsetReset").asText()).isEqualTo("lastN");
            assertThat(target.path("lastN").asInt()).isPositive();
            assertThat(target.path("timestampMode").asText()).isEqualTo("message");
            assertThat(target.path("messageFormat").asText()).isEqualTo("json");
            Set<String> sent = fields(target.path("topicName").asText());
            Set<String> shown = new HashSet<>();
            for (JsonNode step : panel.path("transformations")) {
                JsonNode options = step.path("options");
                options.path("include").path("names").forEach(name -> shown.add(name.asText()));
                options.path("fields").forEach(name -> shown.add(name.asText()));
                options.path("filters")
                        .forEach(filter -> shown.add(filter.path("fieldName").asText()));
                options.path("sort")
                        .forEach(sort -> shown.add(sort.path("field").asText()));
            }
            assertThat(shown.remove("time")).as("the data source's own field").isTrue();
            assertThat(shown).hasSizeGreaterThan(1);
            assertThat(sent).as(panel.path("title").asText()).containsAll(shown);
        }
    }

    /** Prometheus itself scrapes this service and answers every query; none of the rules fails to evaluate. */
    @Test
    @Tag("prometheus")
    void prometheusAnswersEveryQuery() throws Exception {
        try (PrometheusProcess prometheus = PrometheusProcess.start(management.getPort())) {
            for (JsonNode panel : OperationsFiles.panels("prometheus")) {
                for (JsonNode target : panel.path("targets")) {
                    String expression = target.path("expr")
                            .asText()
                            .replace("$__interval", "1m")
                            .replaceAll("\\$\\w+", ".*");
                    await().atMost(PATIENCE).untilAsserted(() -> {
                        JsonNode answer = JSON.readTree(
                                prometheus.get("/api/v1/query?query=" + URLEncoder.encode(expression, UTF_8)));
                        assertThat(answer.path("status").asText())
                                .as(expression)
                                .isEqualTo("success");
                        assertThat(answer.path("data").path("result"))
                                .as(expression)
                                .isNotEmpty();
                    });
                }
            }
            await().atMost(PATIENCE).untilAsserted(() -> {
                List<JsonNode> rules = new ArrayList<>();
                JSON.readTree(prometheus.get("/api/v1/rules"))
                        .path("data")
                        .path("groups")
                        .forEach(group -> group.path("rules").forEach(rules::add));
                assertThat(rules).hasSameSizeAs(OperationsFiles.alerts()).allSatisfy(rule -> assertThat(
                                rule.path("health").asText())
                        .as(rule.toString())
                        .isEqualTo("ok"));
            });
        }
    }

    private static void assertEmitted(String what, PromQl query, Map<String, Set<String>> emitted) {
        assertThat(query.metrics()).as(what).isNotEmpty();
        query.metrics().forEach((metric, labels) -> {
            if (!metric.equals("up")) { // of Prometheus itself
                assertThat(emitted).as(what).containsKey(metric);
            }
            Set<String> own = new TreeSet<>(labels);
            own.removeAll(TARGET_LABELS);
            assertThat(emitted.getOrDefault(metric, Set.of()))
                    .as(what + ": labels of " + metric)
                    .containsAll(own);
        });
    }

    /** The labels that the result may have. */
    private static Set<String> result(PromQl query, Map<String, Set<String>> emitted) {
        if (!query.grouped().isEmpty()) {
            return query.grouped();
        }
        Set<String> labels = new HashSet<>(TARGET_LABELS);
        query.metrics().keySet().forEach(metric -> labels.addAll(emitted.getOrDefault(metric, Set.of())));
        return labels;
    }

    private Map<String, Set<String>> emitted() throws Exception {
        Map<String, Set<String>> emitted = new HashMap<>();
        for (String line : get("/q/metrics").lines().toList()) {
            Matcher series = SERIES.matcher(line);
            if (!line.startsWith("#") && series.matches()) {
                Set<String> labels = emitted.computeIfAbsent(series.group(1), name -> new TreeSet<>());
                Matcher label = LABEL.matcher(series.group(2) == null ? "" : series.group(2));
                while (label.find()) {
                    labels.add(label.group(1));
                }
            }
        }
        return emitted;
    }

    private static double sum(String metrics, String name, String camera) {
        return metrics.lines()
                .filter(line -> line.startsWith(name + "{") && line.contains("camera=\"" + camera + "\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private String get(String path) throws Exception {
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + management.getPort() + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    /** The fields of the records of scored frames on a topic, all of which are flat. */
    private Set<String> fields(String topic) throws Exception {
        try (TopicReader reader = TopicReader.of(bootstrapServers, topic)) {
            Set<String> fields = new HashSet<>();
            for (ConsumerRecord<byte[], byte[]> record : reader.read(12, PATIENCE)) {
                JsonNode json = JSON.readTree(record.value());
                assertThat(json)
                        .allSatisfy(field -> assertThat(field.isValueNode()).isTrue());
                json.fieldNames().forEachRemaining(fields::add);
            }
            return fields;
        }
    }
}
