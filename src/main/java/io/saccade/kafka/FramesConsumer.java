package io.saccade.kafka;

import io.quarkus.arc.All;
import io.saccade.scoring.ModelSwitch;
import io.saccade.scoring.ScoringListener;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.Producer;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Takes batches from the frames topic, one after the other. Returning from a batch acknowledges it, and its offsets are
 * committed; an exception stops the channel, and the batch is read again after a restart.
 */
@ApplicationScoped
public class FramesConsumer {

    private final KafkaTopics topics;
    private final BatchScorer scorer;
    private final Publisher publisher;
    private final List<ScoringListener> listeners;

    FramesConsumer(
            KafkaTopics topics,
            ModelSwitch models,
            Producer<byte[], byte[]> producer,
            @All List<ScoringListener> listeners) {
        OutcomeRecords records = new OutcomeRecords(topics, new DeadLetters(topics, Clock.systemUTC()));
        this.topics = topics;
        this.listeners = listeners;
        this.scorer = new BatchScorer(models, records, listeners);
        this.publisher = new AtLeastOncePublisher(producer);
    }

    /** Scores a batch and returns when the broker has all its records. */
    @Incoming("frames")
    @Blocking
    public void consume(ConsumerRecords<byte[], byte[]> batch) {
        topics.await();
        listeners.forEach(listener -> listener.onReceived(batch.count()));
        scorer.score(batch, publisher);
        publisher.settle();
    }
}
