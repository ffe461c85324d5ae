package io.saccade.kafka;

import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** A real publisher whose calls fail now and then: before they reach it, or after they took effect. */
public final class FailingPublisher implements Publisher {

    private final Publisher real;
    private final Random random;
    private final double probability;
    private final AtomicInteger failures = new AtomicInteger();

    /** Commits fail with that probability before and after they take effect, sends with a twentieth of it. */
    public FailingPublisher(Publisher real, Random random, double probability) {
        this.real = real;
        this.random = random;
        this.probability = probability;
    }

    /** How many calls have failed. */
    public int failures() {
        return failures.get();
    }

    private void perhapsFail(double chance) {
        if (random.nextDouble() < chance) {
            failures.incrementAndGet();
            throw new KafkaException("a failure of the test");
        }
    }

    @Override
    public void restart() {
        real.restart();
    }

    @Override
    public void begin() {
        real.begin();
    }

    @Override
    public void send(ProducerRecord<byte[], byte[]> record) {
        perhapsFail(probability / 20);
        real.send(record);
    }

    @Override
    public void commit(Map<TopicPartition, OffsetAndMetadata> positions, Consumer<byte[], byte[]> consumer) {
        perhapsFail(probability);
        real.commit(positions, consumer);
        perhapsFail(probability);
    }

    @Override
    public void close() {
        real.close();
    }
}
