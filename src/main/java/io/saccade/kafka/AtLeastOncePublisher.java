package io.saccade.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Publishes with an idempotent producer, waits for every acknowledgement, then commits the positions. After a crash the
 * frames in between are scored again: a reader may see a frame twice, with the same {@code ce_id} and the same bytes.
 */
final class AtLeastOncePublisher implements Publisher {

    private final Supplier<Producer<byte[], byte[]>> producers;
    private final List<Future<RecordMetadata>> sent = new ArrayList<>();
    private @Nullable Producer<byte[], byte[]> producer;

    /** Publishes with producers that have no transactional id. */
    AtLeastOncePublisher(Supplier<Producer<byte[], byte[]>> producers) {
        this.producers = producers;
    }

    @Override
    public void restart() {
        close();
        producer = producers.get();
    }

    @Override
    public void begin() {
        sent.clear();
    }

    @Override
    public void send(ProducerRecord<byte[], byte[]> record) {
        if (producer == null) {
            throw new IllegalStateException("not started");
        }
        sent.add(producer.send(record));
    }

    @Override
    public void commit(Map<TopicPartition, OffsetAndMetadata> positions, Consumer<byte[], byte[]> consumer) {
        try {
            for (Future<RecordMetadata> record : sent) {
                record.get();
            }
        } catch (ExecutionException e) {
            throw new KafkaException("a record was not delivered: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted before the broker had every record", e);
        }
        sent.clear();
        consumer.commitSync(positions);
    }

    @Override
    public void close() {
        if (producer != null) {
            producer.close(Duration.ZERO);
            producer = null;
        }
    }
}
