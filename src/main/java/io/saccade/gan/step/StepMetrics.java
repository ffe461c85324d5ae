package io.saccade.gan.step;

/**
 * What a training step tells of itself.
 *
 * @param likelihood L on the minibatch, before the step
 * @param discriminatorReal mean D(X), before the step
 * @param discriminatorGenerated mean D(G(Z)), before the step
 * @param discriminatorGradient norm of the discriminator's gradient, before it is limited
 * @param generatorGradient the same of the generator; 0 where it did not learn
 * @param clipped share of the discriminator's weights that were clipped
 * @param weightNorm norm of all weights of the players that learnt, after the step
 */
public record StepMetrics(
        float likelihood,
        float discriminatorReal,
        float discriminatorGenerated,
        float discriminatorGradient,
        float generatorGradient,
        float clipped,
        float weightNorm) {

    /** Whether every number is one; where a gradient or a weight is not, its norm is not. */
    public boolean finite() {
        return Float.isFinite(likelihood
                + discriminatorReal
                + discriminatorGenerated
                + discriminatorGradient
                + generatorGradient
                + weightNorm);
    }
}
