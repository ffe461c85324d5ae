package io.saccade.kafka;

import io.saccade.scoring.ModelSwitch;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Takes batches of frames from the channel and puts them to work. How they come in, and how their outcomes are
 * committed, is {@link FramesConnector}'s business.
 */
@ApplicationScoped
public class FramesConsumer {

    private final BatchScorer scorer;

    FramesConsumer(ModelSwitch models) {
        this.scorer = new BatchScorer(models);
    }

    /** Begins on a batch. */
    @Incoming("frames")
    public void consume(PolledBatch batch) {
        batch.answer(scorer.begin(batch));
    }
}
