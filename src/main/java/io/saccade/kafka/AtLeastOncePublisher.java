package io.saccade.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Publishes with an idempotent producer and waits for every acknowledgement. After a crash the batch is read again, so
 * that a reader may see a frame's records twice, with the same {@code ce_id} and the same bytes.
 */
final class AtLeastOncePublisher implements Publisher {

    private final Producer<byte[], byte[]> producer;
    private final List<Future<RecordMetadata>> sent = new ArrayList<>();

    AtLeastOncePublisher(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    @Override
    public void send(ProducerRecord<byte[], byte[]> record) {
        sent.add(producer.send(record));
    }

    @Override
    public void settle() {
        try {
            for (Future<RecordMetadata> record : sent) {
                record.get();
            }
        } catch (ExecutionException e) {
            throw new PublishException("a record was not delivered: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PublishException("interrupted before the broker had every record", e);
        } finally {
            sent.clear();
        }
    }
}
