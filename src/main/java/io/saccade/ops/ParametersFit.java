package io.saccade.ops;

import io.saccade.attention.FrameTrace;
import io.saccade.frame.FrameSize;
import io.saccade.frame.ModelIdentity;
import io.saccade.scoring.ModelSwitch;
import io.saccade.scoring.Outcome;
import io.saccade.scoring.Outcome.Scored;
import io.saccade.scoring.Scoring;
import io.saccade.scoring.ScoringListener;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Warns, once for each model in force, when its first frames show that the parameters were not made for them. */
@Singleton
final class ParametersFit implements ScoringListener {

    private static final Logger LOG = Logger.getLogger(ParametersFit.class);
    private static final int FIRST_FRAMES = 10;

    /** Logits that span less than this over a frame give a map without contrast. */
    private static final double LEAST_RANGE = 0.1;

    /** How many times as many pixels as they were calibrated for leave the built-in parameters usable. */
    private static final double USABLE_RATIO = 1.5;

    private final ModelSwitch models;
    private @Nullable ModelIdentity model;
    private int frames;
    private double largestRange;

    ParametersFit(ModelSwitch models) {
        this.models = models;
    }

    @Override
    public void onCommitted(List<Outcome> outcomes) {
        outcomes.forEach(this::look);
    }

    private void look(Outcome outcome) {
        if (!(outcome instanceof Scored scored) || scored.trace() == null) {
            return;
        }
        if (!scored.summary().model().equals(model)) {
            model = scored.summary().model();
            frames = 0;
            largestRange = 0;
        }
        if (frames < FIRST_FRAMES) {
            look(scored, scored.trace());
        }
    }

    private void look(Scored scored, FrameTrace trace) {
        frames++;
        largestRange = Math.max(largestRange, trace.logitRange());
        if (frames == FIRST_FRAMES) {
            FrameSize size =
                    new FrameSize(scored.summary().width(), scored.summary().height());
            LogFields.of("camera", scored.frame().camera())
                    .and("model", scored.summary().model().shortDigest())
                    .during(() -> {
                        warnOfContrast(size);
                        calibrated().ifPresent(fitted -> warnOfSize(fitted, size));
                    });
        }
    }

    /** Of the model that scored these frames, if it is still in force. */
    private Optional<FrameSize> calibrated() {
        Scoring inForce = models.current();
        return inForce.identity().equals(model) ? inForce.calibratedFor() : Optional.empty();
    }

    private void warnOfContrast(FrameSize size) {
        if (largestRange < LEAST_RANGE) {
            LOG.warnf(
                    "model: these parameters can't show anything: over the first frames (%s) the logits span %.3g,"
                            + " expected more than %.1f; useful keys are of the order of the square root of the pixels"
                            + " (see saccade calibrate)",
                    size, largestRange, LEAST_RANGE);
        }
    }

    private static void warnOfSize(FrameSize fitted, FrameSize size) {
        double ratio = (double) size.pixels() / fitted.pixels();
        if (ratio > USABLE_RATIO || ratio < 1 / USABLE_RATIO) {
            LOG.warnf(
                    "model: frames are %s, the parameters were calibrated for %s; set saccade.model.frame-size=%s to"
                            + " scale them",
                    size, fitted, size);
        }
    }
}
