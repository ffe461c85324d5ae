package io.saccade.kafka;

import io.saccade.frame.Frame;
import io.saccade.scoring.Lanes;
import io.saccade.scoring.ModelSwitch;
import io.saccade.scoring.Outcome;
import io.saccade.scoring.ScoringListener;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Processes a batch: every record is read, scored in the lanes, and its records are handed to the publisher in the order
 * in which the frames came. What is committed, and when, is not its business.
 */
final class BatchScorer {

    private final ModelSwitch models;
    private final OutcomeRecords records;
    private final List<ScoringListener> listeners;

    BatchScorer(ModelSwitch models, OutcomeRecords records, List<ScoringListener> listeners) {
        this.models = models;
        this.records = records;
        this.listeners = List.copyOf(listeners);
    }

    /** Scores the batch into {@code publisher}, all of it by one model. */
    void score(Iterable<ConsumerRecord<byte[], byte[]>> batch, Publisher publisher) {
        try (ModelSwitch.Lease lanes = models.lease()) {
            score(batch, lanes, publisher);
        }
    }

    private void score(Iterable<ConsumerRecord<byte[], byte[]>> batch, ModelSwitch.Lease lanes, Publisher publisher) {
        Queue<InWork> inWork = new ArrayDeque<>();
        for (ConsumerRecord<byte[], byte[]> record : batch) {
            Frame frame = FrameReader.read(record);
            inWork.add(new InWork(record, lanes.submit(frame)));
        }
        for (InWork work = inWork.poll(); work != null; work = inWork.poll()) {
            Outcome outcome = records.fit(work.record(), Lanes.await(work.outcome()));
            for (ProducerRecord<byte[], byte[]> record : records.of(work.record(), outcome)) {
                publisher.send(record);
            }
            listeners.forEach(listener -> listener.onOutcome(outcome));
        }
    }

    private record InWork(ConsumerRecord<byte[], byte[]> record, Future<Outcome> outcome) {}
}
