package io.saccade.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.asyncapi.v3._0_0.model.AsyncAPI;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.saccade.api.TopicsDocument.Message;
import io.saccade.api.TopicsDocument.Schema;
import io.saccade.frame.Payload;
import io.saccade.frame.Reason;
import io.saccade.frame.RejectedException;
import io.saccade.gan.SampleReader;
import io.saccade.gan.SampleReaders;
import io.saccade.gan.net.Volume;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The document of the topics by itself: it is AsyncAPI, complete in itself, and its examples are what it says. */
class AsyncApiDocumentTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final TopicsDocument document = TopicsDocument.read();

    @Test
    void itIsAsyncApi3() throws Exception {
        AsyncAPI model =
                new YAMLMapper().readValue(getClass().getResourceAsStream("/" + TopicsDocument.PATH), AsyncAPI.class);

        assertThat(model.getAsyncapi()).isEqualTo("3.0.0");
        assertThat(model.getChannels()).hasSize(9);
    }

    @Test
    void everyReferenceNamesSomething() {
        List<String> references = new ArrayList<>();
        references(document.root(), references);

        assertThat(references).hasSizeGreaterThan(50);
        for (String reference : references) {
            URI location = URI.create(TopicsDocument.PATH).resolve(reference);
            JsonNode file = reference.startsWith("#") ? document.root() : TopicsDocument.yaml(location.getPath());
            JsonNode there = location.getFragment() == null ? file : file.at(location.getFragment());
            assertThat(there.isMissingNode()).as(reference).isFalse();
        }
    }

    private static void references(JsonNode node, List<String> references) {
        if (node.path("$ref").isTextual()) {
            references.add(node.path("$ref").asText());
        }
        node.forEach(inner -> references(inner, references));
    }

    @Test
    void everySchemaIsOneOfDraft7() {
        for (String name : List.of(
                "score-map",
                "score-summary",
                "superseded",
                "gan-checkpoint",
                "gan-metrics",
                "gan-novelty",
                "gan-rejected",
                "headers",
                "vectors")) {
            JsonNode schema = TopicsDocument.yaml("META-INF/resources/schemas/" + name + ".json");
            assertThat(JsonSchemaFactory.getInstance(VersionFlag.V7)
                            .getSchema(SchemaLocation.of("http://json-schema.org/draft-07/schema"))
                            .validate(schema))
                    .as(name)
                    .isEmpty();
        }
    }

    @Test
    void everyRecordOfJsonHasExamplesAndTheyAreAsDescribed() {
        document.topics()
                .values()
                .forEach(messages -> messages.forEach(message -> {
                    assertThat(message.payload().isPresent()
                                    && message.examples().isEmpty())
                            .as("%s has examples", message.name())
                            .isFalse();
                    message.examples().forEach(example -> check(message, example));
                }));
    }

    private static void check(Message message, JsonNode example) {
        message.payload().ifPresent(schema -> assertThat(schema.faults(example.path("payload")))
                .as(message.name())
                .isEmpty());
        if (example.has("headers")) {
            assertThat(message.headers().faults(example.path("headers")))
                    .as(message.name())
                    .isEmpty();
        }
    }

    @Test
    void aFieldTooManyTooFewOrOfAnotherTypeIsNoticed() throws Exception {
        Message summary = document.topics().get("score-summaries").get(0);
        ObjectNode record = summary.examples().at("/0/payload").deepCopy();
        DescribedNames names = new DescribedNames(summary.payload().orElseThrow());

        assertThat(names.see(record)).isEmpty();
        assertThat(names.unseen()).isEmpty();
        assertThat(new DescribedNames(summary.payload().orElseThrow()).unseen())
                .contains("/camera", "/^c[0-5]_argmax_[xy]$");
        record.put("extra", 1).put("c6_min", 1);
        assertThat(names.see(record)).containsExactly("/c6_min", "/extra");
        record.put("width", "wide").remove("camera");
        assertThat(summary.payload().orElseThrow().faults(record)).hasSize(2);
        ObjectNode headers = summary.examples().at("/0/headers").deepCopy();
        assertThat(summary.headers().faults(headers)).isEmpty();
        assertThat(summary.headers().faults(headers.put("ce_type", "io.saccade.score-summary.v2")))
                .isNotEmpty();
    }

    @Test
    void theReasonsAreThoseOfTheService() {
        List<String> reasons =
                Arrays.stream(Reason.values()).map(Reason::wireName).toList();
        JsonNode headers = TopicsDocument.yaml("META-INF/resources/schemas/headers.json");
        JsonNode rejected = TopicsDocument.yaml("META-INF/resources/schemas/gan-rejected.json");

        assertThat(headers.at("/definitions/deadLetter/properties/saccade-reason/enum"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrderElementsOf(reasons);
        assertThat(rejected.at("/properties/rejected/enum"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrderElementsOf(reasons);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[1, 2.5, -3]", "[[1, 2, 3], [4, 5, 6]]", "[1, 2, null]", "[]", "[[]]", "[[1, 2, 3], 4]", "{}"})
    void vectorsAreWhatTheTrainerTakes(String json) throws Exception {
        Schema vectors = new Schema(URI.create("META-INF/resources/schemas/vectors.json"));

        assertThat(vectors.faults(JSON.readTree(json)).isEmpty())
                .as("%s is described", json)
                .isEqualTo(isTaken(json));
    }

    private static boolean isTaken(String json) {
        try (SampleReader reader = SampleReaders.of(Volume.parse("3"), () -> {
            throw new AssertionError("vectors need no decoder");
        })) {
            reader.read(Payload.of(json.getBytes(UTF_8)));
            return true;
        } catch (RejectedException e) {
            return false;
        }
    }
}
