package io.saccade.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.quarkus.runtime.configuration.DurationConverter;
import io.saccade.broker.EmbeddedKafka;
import io.saccade.config.SaccadeConfig;
import io.saccade.scoring.ModelSwitch;
import io.saccade.scoring.Scoring;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;

/** The topics in {@code k8s/} are those that the service creates on a broker where there are none. */
class TopicManifestsTest {

    /** A topic as far as it is not left to the broker. */
    private record Topic(int partitions, Map<String, String> config) {}

    @Test
    void theyAreWhatTheServiceWouldCreate() throws Exception {
        Map<String, Topic> created;
        try (EmbeddedKafka broker = EmbeddedKafka.start()) {
            created = created(Map.of("bootstrap.servers", broker.bootstrapServers()));
        }

        assertThat(declared()).isEqualTo(created);
    }

    private static Map<String, Topic> created(Map<String, Object> kafka) throws Exception {
        SaccadeConfig config = new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(SaccadeConfig.class)
                .withSources(new PropertiesConfigSource(Map.of("saccade.roles", "score,train"), "test", 200))
                .build()
                .getConfigMapping(SaccadeConfig.class);
        try (ModelSwitch models = new ModelSwitch(Scoring.open(config.scoring()))) {
            TopicAdmin admin = new TopicAdmin(config, models, new KafkaClients(config, kafka, 8080), kafka);
            admin.prepare();
            admin.close();
        }
        try (Admin admin = Admin.create(kafka)) {
            Set<String> names = admin.listTopics().names().get();
            List<ConfigResource> resources = names.stream()
                    .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                    .toList();
            Map<String, Topic> topics = new TreeMap<>();
            var partitions = admin.describeTopics(names).allTopicNames().get();
            admin.describeConfigs(resources)
                    .all()
                    .get()
                    .forEach((topic, settings) -> topics.put(
                            topic.name(),
                            new Topic(
                                    partitions.get(topic.name()).partitions().size(),
                                    settings.entries().stream()
                                            .filter(entry ->
                                                    entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG)
                                            .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value)))));
            return topics;
        }
    }

    private static Map<String, Topic> declared() throws IOException {
        Map<String, Topic> topics = new TreeMap<>();
        ObjectMapper yaml = new ObjectMapper(new YAMLFactory());
        try (MappingIterator<JsonNode> documents =
                yaml.readerFor(JsonNode.class).readValues(new File("k8s/base/kafka-topics.yaml"))) {
            while (documents.hasNext()) {
                JsonNode document = documents.next();
                Map<String, String> config = new TreeMap<>();
                document.path("spec")
                        .path("config")
                        .properties()
                        .forEach(entry ->
                                config.put(entry.getKey(), entry.getValue().asText()));
                topics.put(
                        document.path("metadata").path("name").asText(),
                        new Topic(document.path("spec").path("partitions").asInt(), config));
            }
        }
        return topics;
    }
}
