package io.saccade.kafka.replay;

import io.saccade.kafka.Refusals;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Frames and the group's positions in one transaction. One run of a group sends at a time: a later one shuts out the
 * earlier, which then fails.
 */
final class TransactionalTarget implements RedriveTarget {

    /** Readers of the frames wait for an open transaction: after a crash no longer than this. */
    private static final int TIMEOUT_MS = 10_000;

    /** Brokers set the real limit of a record. */
    private static final int LARGEST_REQUEST = 32 << 20;

    private static final long BUFFER_BYTES = 64L << 20;

    private final Producer<byte[], byte[]> producer;
    private final ConsumerGroupMetadata group;
    private boolean open;

    TransactionalTarget(Cluster cluster, ConsumerGroupMetadata group) {
        Map<String, Object> settings = new HashMap<>(cluster.settings());
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, group.groupId());
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TIMEOUT_MS);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_REQUEST);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
        this.group = group;
        this.producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        try {
            producer.initTransactions();
        } catch (TransactionalIdAuthorizationException e) {
            producer.close(Duration.ZERO);
            throw new IllegalStateException(
                    Refusals.notAllowed("Write on transactional id " + group.groupId() + " (--group)"));
        }
    }

    @Override
    public void send(DeadLetter letter, ProducerRecord<byte[], byte[]> frame) {
        begin();
        var unused = producer.send(frame); // a failure comes out at the commit
    }

    @Override
    public void settle(TopicPartition letters, OffsetAndMetadata position) {
        begin();
        try {
            producer.sendOffsetsToTransaction(Map.of(letters, position), group);
            producer.commitTransaction();
            open = false;
        } catch (ProducerFencedException e) {
            open = false;
            throw new IllegalStateException("another redrive of group " + group.groupId() + " has taken over");
        }
    }

    private void begin() {
        if (!open) {
            producer.beginTransaction();
            open = true;
        }
    }

    /** Takes back what was not settled. */
    @Override
    public void close() {
        try (producer) {
            if (open) {
                producer.abortTransaction();
            }
        }
    }
}
