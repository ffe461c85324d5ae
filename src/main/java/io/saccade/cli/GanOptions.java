package io.saccade.cli;

import io.saccade.cli.ServiceSettings.Options;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that go before the {@code saccade.gan.*} settings of their names. */
final class GanOptions {

    private static final String GAN = "saccade.gan.";

    @Option(
            names = "--sample",
            paramLabel = "VOLUME",
            description = "HxWxC: frames, averaged to that grid; k: vectors of k numbers.")
    private @Nullable String sample;

    @Option(names = "--noise", paramLabel = "N", description = "Numbers that a sample is made from.")
    private @Nullable Integer noise;

    @Option(names = "--minibatch", paramLabel = "N", description = "Real samples in a minibatch.")
    private @Nullable Integer minibatch;

    @Option(
            names = "--generated",
            paramLabel = "N",
            description = "Generated samples in a minibatch, as many if not given.")
    private @Nullable Integer generated;

    @Option(names = "--packing", paramLabel = "N", description = "Samples that are judged together.")
    private @Nullable Integer packing;

    @Option(
            names = "--constant-one",
            negatable = true,
            description = "Whether both networks get a further input that is always 1.")
    private @Nullable Boolean constantOne;

    @Option(
            names = "--centre",
            negatable = true,
            description = "Whether the networks are given samples less the first one.")
    private @Nullable Boolean centre;

    @Option(
            names = "--objective",
            paramLabel = "NAME",
            description = "log-likelihood, non-saturating, likelihood or wasserstein.")
    private @Nullable String objective;

    @Option(names = "--clip", paramLabel = "C", description = "Bound of D's weights, for wasserstein.")
    private @Nullable Double clip;

    @Option(
            names = "--discriminator",
            paramLabel = "LAYERS",
            description = "Layers of D, such as 'conv 16 4x4 stride 2 padding 1 bias leaky-relu, dense 1 sigmoid'.")
    private @Nullable String discriminator;

    @Option(
            names = "--generator",
            paramLabel = "LAYERS",
            description = "Layers of G, such as 'dense 64 relu, dense k', k being the numbers of a sample.")
    private @Nullable String generator;

    @Option(
            names = "--optimiser",
            paramLabel = "RULE",
            description = "How both learn: 'sgd 0.1', 'momentum 0.01 beta 0.9', 'rmsprop 0.001 decay 0.9',"
                    + " 'adam 0.001 beta1 0.5 beta2 0.99'.")
    private @Nullable String optimiser;

    @Option(
            names = "--schedule",
            paramLabel = "SCHEDULE",
            description = "Learning rates: constant, 'linear END STEPS' or 'exponential HALF-LIFE'.")
    private @Nullable String schedule;

    @Option(names = "--gradient-clip", paramLabel = "NORM", description = "Largest norm of a gradient; 0: no limit.")
    private @Nullable Double gradientClip;

    @Option(
            names = "--average",
            paramLabel = "BETA",
            description = "Beta of the moving average of G's weights, which samples are made with; 0: none.")
    private @Nullable Double average;

    @Option(names = "--discriminator-steps", paramLabel = "N", description = "Steps of D for one of G.")
    private @Nullable Integer discriminatorSteps;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the initial weights and of all noise.")
    private @Nullable Long seed;

    /** Whether a seed was given. */
    boolean hasSeed() {
        return seed != null;
    }

    /** Whether the size of a minibatch was given. */
    boolean hasMinibatch() {
        return minibatch != null;
    }

    /** Whether it was said what a sample is. */
    boolean hasSample() {
        return sample != null;
    }

    /** Puts what was given over {@code options}. */
    Options over(Options options) {
        return options.set(GAN + "sample", sample)
                .set(GAN + "noise", noise)
                .set(GAN + "minibatch", minibatch)
                .set(GAN + "generated", generated)
                .set(GAN + "packing", packing)
                .set(GAN + "constant-one", constantOne)
                .set(GAN + "centre", centre)
                .set(GAN + "objective", objective)
                .set(GAN + "clip", clip)
                .set(GAN + "discriminator.layers", discriminator)
                .set(GAN + "generator.layers", generator)
                .set(GAN + "discriminator.optimiser", optimiser)
                .set(GAN + "generator.optimiser", optimiser)
                .set(GAN + "schedule", schedule)
                .set(GAN + "gradient-clip", gradientClip)
                .set(GAN + "average", average)
                .set(GAN + "discriminator-steps", discriminatorSteps)
                .set(GAN + "seed", seed);
    }
}
