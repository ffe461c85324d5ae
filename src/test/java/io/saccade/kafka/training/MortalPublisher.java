package io.saccade.kafka.training;

import io.saccade.kafka.Publisher;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** A real publisher that dies at some call, and is as dead as a killed process from then on: it can't even abort. */
final class MortalPublisher implements Publisher {

    private final Publisher real;
    private final AtomicBoolean dead;
    private int callsLeft;

    /** What a dead one says. */
    static final class Dead extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    MortalPublisher(Publisher real, int calls, AtomicBoolean dead) {
        this.real = real;
        this.callsLeft = calls;
        this.dead = dead;
    }

    private void age() {
        if (callsLeft-- <= 0) {
            dead.set(true);
        }
        if (dead.get()) {
            throw new Dead();
        }
    }

    @Override
    public void restart() {
        age();
        real.restart();
    }

    @Override
    public void begin() {
        age();
        real.begin();
    }

    @Override
    public void send(ProducerRecord<byte[], byte[]> record) {
        age();
        real.send(record);
    }

    @Override
    public void commit(Map<TopicPartition, OffsetAndMetadata> positions, Consumer<byte[], byte[]> consumer) {
        age();
        real.commit(positions, consumer);
        age();
    }

    @Override
    public void close() {
        real.close();
    }
}
