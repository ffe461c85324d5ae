package io.saccade.gan;

import io.saccade.gan.step.StepMetrics;

/**
 * How far training is.
 *
 * @param samples that were taken in, those of an unfinished minibatch too
 * @param minibatches that were finished; numbers the noise
 * @param steps that changed the weights
 * @param skipped minibatches whose step gave no finite numbers, and changed nothing
 * @param calm steps in a row in which the means of D were the same
 * @param stopped whether training has ended by itself
 */
public record Progress(long samples, long minibatches, long steps, long skipped, long calm, boolean stopped) {

    static final Progress NONE = new Progress(0, 0, 0, 0, 0, false);

    Progress taken() {
        return new Progress(samples + 1, minibatches, steps, skipped, calm, stopped);
    }

    Progress skippedOne() {
        return new Progress(samples, minibatches + 1, steps, skipped + 1, 0, stopped);
    }

    /** A minibatch that was not learnt from, because training has ended. */
    Progress passedOver() {
        return new Progress(samples, minibatches + 1, steps, skipped, calm, stopped);
    }

    Progress stepped(StepMetrics metrics, EarlyStopping rule) {
        double apart = Math.abs(metrics.discriminatorReal() - metrics.discriminatorGenerated());
        long calmNow = rule.patience() > 0 && apart <= rule.tolerance() ? calm + 1 : 0;
        boolean ends = rule.patience() > 0 && calmNow >= rule.patience();
        return new Progress(samples, minibatches + 1, steps + 1, skipped, calmNow, ends);
    }
}
