package io.saccade.kafka;

import io.saccade.scoring.Lanes;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Takes batches of frames from the channel and puts them to work. How they come in, and how their outcomes are
 * committed, is {@link FramesConnector}'s business.
 */
@ApplicationScoped
public class FramesConsumer {

    private final BatchScorer scorer;

    FramesConsumer(Lanes lanes) {
        this.scorer = new BatchScorer(lanes);
    }

    /** Begins on a batch. */
    @Incoming("frames")
    public void consume(PolledBatch batch) {
        batch.answer(scorer.begin(batch));
    }
}
