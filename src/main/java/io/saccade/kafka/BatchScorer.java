package io.saccade.kafka;

import io.saccade.frame.Frame;
import io.saccade.kafka.BatchInWork.InWork;
import io.saccade.scoring.Freshness;
import io.saccade.scoring.Lanes;
import io.saccade.scoring.Outcome;
import io.saccade.scoring.Outcome.Superseded;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/** Puts the frames of a batch into the lanes. */
final class BatchScorer {

    private final Lanes lanes;

    BatchScorer(Lanes lanes) {
        this.lanes = lanes;
    }

    /** Begins on a batch and returns at once. */
    BatchInWork begin(PolledBatch batch) {
        return new BatchInWork(
                batch.frames().stream()
                        .map(frame -> new InWork(frame.record(), begin(frame)))
                        .toList(),
                batch.positions());
    }

    private Future<Outcome> begin(FrameRecord record) {
        Frame frame = record.frame();
        Freshness rule = record.superseded();
        return rule == null ? lanes.submit(frame) : CompletableFuture.completedFuture(new Superseded(frame, rule));
    }
}
