package io.saccade.gan;

import io.saccade.gan.step.StepMetrics;

/**
 * A minibatch that was finished.
 *
 * @param progress after it
 * @param metrics of its step
 * @param discriminatorRate learning rate of the discriminator
 * @param generatorRate learning rate of the generator
 */
public record TrainingStep(Progress progress, StepMetrics metrics, double discriminatorRate, double generatorRate) {

    /** Whether it changed the weights. */
    public boolean taken() {
        return metrics.finite();
    }
}
