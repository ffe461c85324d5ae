package io.saccade.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.DurationConverter;
import io.saccade.config.SaccadeConfig;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the clients are really told: the settings go through Kafka's own parsers, and every key must be one of theirs. */
class KafkaClientsTest {

    @Test
    void whatThePromiseRestsOnCanNotBeSetAway() {
        ConsumerConfig consumer = consumer(clients(
                Map.of("saccade.lanes", "4"),
                Map.of("enable.auto.commit", "true", "isolation.level", "read_uncommitted", "group.id", "x")));
        ProducerConfig producer = producer(
                clients(Map.of(), Map.of("acks", "0", "enable.idempotence", "false", "transactional.id", "x")));

        assertThat(consumer.getBoolean("enable.auto.commit")).isFalse();
        assertThat(consumer.getString("isolation.level")).isEqualTo("read_committed");
        assertThat(consumer.getString("group.id")).isEqualTo("saccade-scoring");
        assertThat(consumer.getBoolean("allow.auto.create.topics")).isFalse();
        assertThat(consumer.getInt("max.poll.records")).isEqualTo(32);
        assertThat(consumer.getInt("fetch.max.bytes")).isEqualTo(16 << 20);
        assertThat(consumer.getInt("max.partition.fetch.bytes")).isEqualTo(1 << 20);
        assertThat(producer.getString("acks")).isEqualTo("-1");
        assertThat(producer.getBoolean("enable.idempotence")).isTrue();
        assertThat(producer.getString("transactional.id"))
                .startsWith("saccade-scoring-")
                .endsWith("-8080");
        assertThat(producer.getInt("transaction.timeout.ms")).isEqualTo(15_000);
    }

    @Test
    void theRestIsADefault() {
        KafkaClients clients = clients(
                Map.of(), Map.of("session.timeout.ms", "20000", "auto.offset.reset", "latest", "max.block.ms", "9000"));

        assertThat(consumer(clients).getInt("session.timeout.ms")).isEqualTo(20_000);
        assertThat(consumer(clients).getString("auto.offset.reset")).isEqualTo("latest");
        assertThat(producer(clients).getLong("max.block.ms")).isEqualTo(9_000);
        assertThat(consumer(clients(Map.of(), Map.of())).getString("auto.offset.reset"))
                .isEqualTo("earliest");
    }

    @ParameterizedTest
    @CsvSource({"eager,CLASSIC,RangeAssignor", "cooperative,CLASSIC,CooperativeStickyAssignor", "consumer,CONSUMER,"})
    void theGroupProtocolIsTheOneThatIsSet(String setting, String protocol, String assignor) {
        ConsumerConfig consumer = consumer(clients(Map.of("saccade.group-protocol", setting), Map.of()));

        assertThat(consumer.getString("group.protocol")).isEqualTo(protocol);
        if (assignor != null) {
            assertThat(consumer.getList("partition.assignment.strategy"))
                    .singleElement()
                    .asString()
                    .endsWith(assignor);
            assertThat(consumer.getInt("session.timeout.ms")).isEqualTo(6_000);
        }
    }

    @Test
    void noSettingOfOursIsUnknownToKafka() {
        KafkaClients clients = clients(Map.of(), Map.of());

        assertThat(ConsumerConfig.configNames())
                .containsAll(clients.consumerSettings().keySet());
        assertThat(ProducerConfig.configNames())
                .containsAll(clients.producerSettings().keySet());
    }

    @Test
    void atLeastOnceHasNoTransactionalId() {
        KafkaClients clients = clients(Map.of("saccade.delivery", "at-least-once"), Map.of());

        assertThat(producer(clients).getString("transactional.id")).isNull();
        assertThat(clients.publisher()).isInstanceOf(AtLeastOncePublisher.class);
        assertThat(clients(Map.of(), Map.of()).publisher()).isInstanceOf(TransactionalPublisher.class);
    }

    @Test
    void anInstanceHasTheNameItIsGiven() {
        KafkaClients clients = clients(Map.of("saccade.transactional-id", "scoring-7"), Map.of());

        assertThat(producer(clients).getString("transactional.id")).isEqualTo("scoring-7");
    }

    @Test
    void withoutAPortAnInstanceIsNamedByChanceAndKeepsItsName() {
        assertThat(InstanceId.of("g", 0)).isEqualTo(InstanceId.of("g", 0)).isNotEqualTo(InstanceId.of("g", 1));
    }

    private static ConsumerConfig consumer(KafkaClients clients) {
        ConsumerConfig config = new ConsumerConfig(
                ConsumerConfig.appendDeserializerToConfig(
                        clients.consumerSettings(), new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                false) {};
        return config;
    }

    private static ProducerConfig producer(KafkaClients clients) {
        Map<String, Object> settings = new HashMap<>(clients.producerSettings());
        settings.put("key.serializer", ByteArraySerializer.class);
        settings.put("value.serializer", ByteArraySerializer.class);
        return new ProducerConfig(settings);
    }

    private static KafkaClients clients(Map<String, String> saccade, Map<String, Object> kafka) {
        Map<String, Object> all = new HashMap<>(kafka);
        all.put("bootstrap.servers", "localhost:9092");
        SaccadeConfig config = new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(SaccadeConfig.class)
                .withSources(new PropertiesConfigSource(saccade, "test", 500))
                .build()
                .getConfigMapping(SaccadeConfig.class);
        return new KafkaClients(config, all, 8080);
    }
}
