package io.saccade.kafka;

import io.saccade.config.Delivery;
import io.saccade.config.SaccadeConfig;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Opens the stream's consumer and producers. Every {@code kafka.*} setting goes to them; what the promise rests on is set
 * over it, the rest are defaults.
 */
@Singleton
public final class KafkaClients {

    /** Largest record that we send, in bytes; topics that we create take as much. */
    static final int MAX_REQUEST_BYTES = 16 << 20;

    private static final long BUFFER_BYTES = 4L * MAX_REQUEST_BYTES;

    /** The consumer fetches ahead for each partition by itself, so that a backlog takes as much for each of them. */
    private static final int PARTITION_FETCH_BYTES = 1 << 20;

    /** Takes a float16 map of 640 x 480. Buffers of this size are used again, larger ones are garbage after each record. */
    private static final int BATCH_BYTES = 1 << 20;

    /**
     * A transaction that follows its forerunner at once is told to come again while that one's markers are being written, which takes
     * a few milliseconds; the usual pause would be 100. It doubles each time, up to {@code retry.backoff.max.ms}.
     */
    private static final long RETRY_MS = 5;

    /** How long a request may wait for the broker before it counts as failed. */
    private static final int ANSWER_MS = 10_000;

    /** How long a send or a commit may: after that the stream tries again from its last commit. */
    private static final long BLOCK_MS = 5_000;

    /** The least that brokers allow unless told otherwise; a crash is noticed after as long. */
    private static final int SESSION_MS = 6_000;

    private static final int HEARTBEAT_MS = 2_000;

    private final SaccadeConfig config;
    private final Map<String, Object> kafka;
    private final int httpPort;

    /** Clients of the cluster in {@code kafka}, every {@code kafka.*} setting without its prefix. */
    public KafkaClients(
            SaccadeConfig config,
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            @ConfigProperty(name = "quarkus.http.port") int httpPort) {
        this.config = config;
        this.kafka = kafka;
        this.httpPort = httpPort;
        TokenEndpoint.allow(kafka);
    }

    Consumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(consumerSettings(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    Publisher publisher() {
        return switch (config.delivery()) {
            case EXACTLY_ONCE -> new TransactionalPublisher(this::producer);
            case AT_LEAST_ONCE -> new AtLeastOncePublisher(this::producer);
        };
    }

    private Producer<byte[], byte[]> producer() {
        return new KafkaProducer<>(producerSettings(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Settings of the consumer of frames. */
    public Map<String, Object> consumerSettings() {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.putIfAbsent(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.putIfAbsent(ConsumerConfig.METADATA_MAX_AGE_CONFIG, ANSWER_MS);
        settings.putIfAbsent(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
        settings.putIfAbsent(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MS);
        settings.putIfAbsent(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_MS);
        settings.putIfAbsent(ConsumerConfig.CLIENT_ID_CONFIG, transactionalId());
        group(settings);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, config.groupId());
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                IsolationLevel.READ_COMMITTED.name().toLowerCase(Locale.ROOT));
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, config.batchFrames());
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, config.batch().maxBytes());
        settings.putIfAbsent(
                ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                Math.min(PARTITION_FETCH_BYTES, config.batch().maxBytes()));
        return settings;
    }

    /** The same for a group of the classic protocol that shares out its partitions in its own way. */
    public Map<String, Object> classicConsumerSettings(Class<?> assignor) {
        Map<String, Object> settings = consumerSettings();
        classic(settings, assignor);
        return settings;
    }

    private void group(Map<String, Object> settings) {
        switch (config.groupProtocol()) {
            case EAGER -> classic(settings, RangeAssignor.class);
            case COOPERATIVE -> classic(settings, CooperativeStickyAssignor.class);
            case CONSUMER -> settings.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, GroupProtocol.CONSUMER.name());
        }
    }

    private static void classic(Map<String, Object> settings, Class<?> assignor) {
        settings.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, GroupProtocol.CLASSIC.name());
        settings.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, assignor.getName());
        settings.putIfAbsent(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MS);
        settings.putIfAbsent(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, HEARTBEAT_MS);
    }

    /** Settings of the producer. */
    public Map<String, Object> producerSettings() {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK_MS);
        settings.putIfAbsent(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_MS);
        settings.putIfAbsent(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 2 * ANSWER_MS);
        settings.putIfAbsent(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000L);
        settings.putIfAbsent(ProducerConfig.CLIENT_ID_CONFIG, transactionalId());
        settings.putIfAbsent(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        settings.putIfAbsent(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, RETRY_MS);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
        if (config.delivery() == Delivery.EXACTLY_ONCE) {
            transactional(settings, transactionalId());
        }
        return settings;
    }

    /** The same with transactions, by that name. */
    public Map<String, Object> transactionalProducerSettings(String id) {
        Map<String, Object> settings = producerSettings();
        transactional(settings, id);
        return settings;
    }

    private void transactional(Map<String, Object> settings, String id) {
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id);
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int)
                config.transaction().timeout().toMillis());
    }

    /** What this instance is known by on the broker. */
    public String transactionalId() {
        return config.transactionalId().orElseGet(() -> InstanceId.of(config.groupId(), httpPort));
    }
}
