package io.saccade.ledger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a topic from its beginning, read committed and without a group, as an independent reader would. */
final class TopicLog implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;

    TopicLog(String bootstrapServers, String topic) {
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "isolation.level",
                        "read_committed",
                        "auto.offset.reset",
                        "none",
                        "reconnect.backoff.max.ms",
                        500),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        this.partitions = FrameTopics.partitions(topic);
        consumer.assign(partitions);
        partitions.forEach(partition -> consumer.seek(partition, 0));
    }

    /** What has come since the last call. */
    <T> List<T> poll(Function<ConsumerRecord<byte[], byte[]>, T> of) {
        List<T> records = new ArrayList<>();
        consumer.poll(Duration.ofMillis(200)).forEach(record -> records.add(of.apply(record)));
        return records;
    }

    /** Everything up to the ends; fails if nothing comes for a while. */
    <T> List<T> readTo(Map<TopicPartition, Long> ends, Function<ConsumerRecord<byte[], byte[]>, T> of) {
        List<T> records = new ArrayList<>();
        long before = -1;
        long deadline = 0;
        while (!ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
            records.addAll(poll(of));
            long reached = partitions.stream().mapToLong(consumer::position).sum();
            if (reached > before) {
                deadline = System.nanoTime() + PATIENCE.toNanos();
                before = reached;
            } else if (System.nanoTime() > deadline) {
                break; // an open transaction: the verifier counts what is missing
            }
        }
        return records;
    }

    /** Ends of a topic: its high watermarks, or its last stable offsets. */
    static Map<TopicPartition, Long> ends(Admin admin, String topic, IsolationLevel isolation) throws Exception {
        return admin
                .listOffsets(
                        FrameTopics.partitions(topic).stream()
                                .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest())),
                        new ListOffsetsOptions(isolation))
                .all()
                .get()
                .entrySet()
                .stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, end -> end.getValue().offset()));
    }

    @Override
    public void close() {
        consumer.close();
    }
}
