package io.saccade.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The document of the topics and the schemas that it refers to, as they lie in the jar. */
final class TopicsDocument {

    static final String PATH = "META-INF/resources/asyncapi.yaml";

    private static final ObjectMapper YAML = new YAMLMapper();
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(VersionFlag.V7);
    private static final SchemaValidatorsConfig STRICT =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

    private final JsonNode root;

    private TopicsDocument(JsonNode root) {
        this.root = root;
    }

    /**
     * A kind of record on a topic.
     *
     * @param payload of JSON; empty for bytes
     * @param tensors of the JSON header of a safetensors value
     */
    record Message(
            String name,
            String contentType,
            Schema headers,
            Optional<Schema> payload,
            Optional<Schema> tensors,
            JsonNode examples) {}

    /** A JSON Schema in a file beside the document. */
    record Schema(URI location) {

        /** What is wrong with a value. */
        Set<ValidationMessage> faults(JsonNode value) {
            JsonSchema schema = SCHEMAS.getSchema(SchemaLocation.of("classpath:" + location), STRICT);
            return schema.validate(value);
        }
    }

    static TopicsDocument read() {
        return new TopicsDocument(yaml(PATH));
    }

    JsonNode root() {
        return root;
    }

    /** The kinds of records by topic. */
    Map<String, List<Message>> topics() {
        Map<String, List<Message>> topics = new LinkedHashMap<>();
        for (JsonNode channel : root.path("channels")) {
            List<Message> messages = new ArrayList<>();
            for (JsonNode reference : channel.path("messages")) {
                messages.add(message(reference.path("$ref").asText()));
            }
            topics.put(channel.path("address").asText(), messages);
        }
        return topics;
    }

    /** The node that a reference within the document names. */
    JsonNode at(String reference) {
        return root.at(reference.substring(1));
    }

    private Message message(String reference) {
        JsonNode message = at(reference);
        return new Message(
                reference.substring(reference.lastIndexOf('/') + 1),
                message.path("contentType")
                        .asText(root.path("defaultContentType").asText()),
                schema(message.path("headers")).orElseThrow(),
                schema(message.path("payload")),
                schema(message.path("x-safetensors-header")),
                message.path("examples"));
    }

    private static Optional<Schema> schema(JsonNode node) {
        String reference = node.path("$ref").asText("#");
        return reference.startsWith("#")
                ? Optional.empty()
                : Optional.of(new Schema(URI.create(PATH).resolve(reference)));
    }

    /** A file of the jar, YAML or JSON. */
    static JsonNode yaml(String path) {
        try (InputStream in = TopicsDocument.class.getResourceAsStream("/" + path)) {
            return YAML.readTree(in);
        } catch (IOException e) {
            throw new AssertionError(path, e);
        }
    }
}
