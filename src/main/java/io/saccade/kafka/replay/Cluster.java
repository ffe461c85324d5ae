package io.saccade.kafka.replay;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A Kafka cluster as the commands read it: committed records only, bytes, no automatic commits, memory bounded.
 *
 * @param settings of Kafka's clients; {@code bootstrap.servers} among them
 */
public record Cluster(Map<String, Object> settings) {

    private static final int MOST_RECORDS = 16;

    /** Bytes that a reader fetches ahead; a larger single record still comes. */
    private static final int FETCH_BYTES = 4 << 20;

    public Cluster {
        settings = Map.copyOf(settings);
    }

    /** What the clients connect to. */
    public String servers() {
        return String.valueOf(settings.get(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG));
    }

    /**
     * The topics, each with its number of partitions.
     *
     * @throws org.apache.kafka.common.errors.TimeoutException if the cluster does not answer
     */
    public Map<String, Integer> topics(Duration patience) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(Map.of())) {
            return consumer.listTopics(patience).entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, topic -> topic.getValue().size()));
        }
    }

    /** A consumer of all of a topic, without a group, at its beginning or its end; the caller closes it. */
    public KafkaConsumer<byte[], byte[]> reader(String topic, boolean fromBeginning) {
        KafkaConsumer<byte[], byte[]> consumer = consumer(Map.of());
        List<TopicPartition> partitions = partitions(consumer, topic);
        consumer.assign(partitions);
        if (fromBeginning) {
            consumer.seekToBeginning(partitions);
        } else {
            consumer.seekToEnd(partitions);
        }
        return consumer;
    }

    /** A consumer with settings of its own; the caller assigns partitions and closes it. */
    KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> own) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        all.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MOST_RECORDS);
        all.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        all.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
        all.putAll(own);
        return new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Partitions of a topic; empty if it is missing. */
    static List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer, String topic) {
        List<PartitionInfo> partitions = consumer.listTopics().getOrDefault(topic, List.of());
        return partitions.stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
    }
}
