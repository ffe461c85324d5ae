package io.saccade.kafka.training;

import io.saccade.config.GanConfig;
import io.saccade.kafka.KafkaClients;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Opens the trainer's consumers and producers, with the settings of those that score but for the names.
 *
 * <p>The group is always of the classic protocol, because one member is to have all partitions. All instances of one trainer
 * have one transactional id: who takes over cuts off who had it.
 */
final class TrainingClients {

    private final GanConfig config;
    private final KafkaClients clients;

    TrainingClients(GanConfig config, KafkaClients clients) {
        this.config = config;
        this.clients = clients;
    }

    Consumer<byte[], byte[]> consumer() {
        Map<String, Object> settings = clients.classicConsumerSettings(OneMemberAssignor.class);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, config.groupId());
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, clients.transactionalId() + "-training");
        return consumer(settings);
    }

    /** One without a group. */
    Consumer<byte[], byte[]> checkpointConsumer(IsolationLevel isolation) {
        Map<String, Object> settings = new HashMap<>(clients.consumerSettings());
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.remove(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG);
        settings.remove(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG);
        settings.remove(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG);
        settings.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, GroupProtocol.CLASSIC.name());
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation.toString());
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, clients.transactionalId() + "-checkpoints");
        return consumer(settings);
    }

    Producer<byte[], byte[]> producer() {
        Map<String, Object> settings = clients.transactionalProducerSettings(transactionalId());
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, clients.transactionalId() + "-training");
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** What the trainer's transactions are known by, whichever instance trains. */
    String transactionalId() {
        return config.groupId() + "-" + config.trainerId();
    }

    private static Consumer<byte[], byte[]> consumer(Map<String, Object> settings) {
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
