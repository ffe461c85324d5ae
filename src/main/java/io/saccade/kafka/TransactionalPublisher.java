package io.saccade.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Commits records and positions in one Kafka transaction (KIP-98, KIP-447), so that readers with
 * {@code isolation.level=read_committed} see each frame's records exactly once.
 *
 * <p>After a failure the producer is thrown away, whatever its state: a new one under the same transactional id makes the
 * broker end the transaction of the old one, fences what the old one may still have on the wire, and returns when that is
 * done. Only then do the committed positions say which frames are through.
 */
public final class TransactionalPublisher implements Publisher {

    private final Supplier<Producer<byte[], byte[]>> producers;
    private @Nullable Producer<byte[], byte[]> producer;

    /** Publishes with producers of one transactional id. */
    public TransactionalPublisher(Supplier<Producer<byte[], byte[]>> producers) {
        this.producers = producers;
    }

    @Override
    public void restart() {
        close();
        Producer<byte[], byte[]> next = producers.get();
        producer = next;
        next.initTransactions();
    }

    @Override
    public void begin() {
        started().beginTransaction();
    }

    @Override
    public void send(ProducerRecord<byte[], byte[]> record) {
        var unused = started().send(record); // a failure comes out of the commit
    }

    /** The group's metadata are those of the last poll: a rebalance would have settled what was sent before. */
    @Override
    public void commit(Map<TopicPartition, OffsetAndMetadata> positions, Consumer<byte[], byte[]> consumer) {
        started().sendOffsetsToTransaction(positions, consumer.groupMetadata());
        started().commitTransaction();
    }

    @Override
    public void close() {
        if (producer != null) {
            producer.close(Duration.ZERO);
            producer = null;
        }
    }

    private Producer<byte[], byte[]> started() {
        if (producer == null) {
            throw new IllegalStateException("not started");
        }
        return producer;
    }
}
