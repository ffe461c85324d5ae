package io.saccade.kafka;

import io.saccade.frame.Frame;
import io.saccade.kafka.BatchInWork.InWork;
import io.saccade.scoring.Freshness;
import io.saccade.scoring.ModelSwitch;
import io.saccade.scoring.Outcome;
import io.saccade.scoring.Outcome.Superseded;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/** Puts the frames of a batch into the lanes, all of them on one model. */
final class BatchScorer {

    private final ModelSwitch models;

    BatchScorer(ModelSwitch models) {
        this.models = models;
    }

    /** Begins on a batch and returns at once. */
    BatchInWork begin(PolledBatch batch) {
        Instant begun = Instant.now();
        ModelSwitch.Lease lanes = models.lease();
        try {
            List<InWork> frames = batch.frames().stream()
                    .map(frame -> new InWork(frame.record(), begin(frame, lanes)))
                    .toList();
            return new BatchInWork(frames, batch.positions(), begun, lanes::close);
        } catch (RuntimeException e) {
            lanes.close();
            throw e;
        }
    }

    private static Future<Outcome> begin(FrameRecord record, ModelSwitch.Lease lanes) {
        Frame frame = record.frame();
        Freshness rule = record.superseded();
        return rule == null ? lanes.submit(frame) : CompletableFuture.completedFuture(new Superseded(frame, rule));
    }
}
