package io.saccade.gan.step;

import io.saccade.gan.net.Layer;
import io.saccade.gan.net.Network;
import io.saccade.gan.net.Volume;
import java.util.List;

/**
 * A generative adversarial game (Goodfellow et al. 2014): everything that the graphs of a step depend on.
 *
 * @param sample what a sample is: k numbers, [k] or [height, width, channels] row-major
 * @param noise numbers that the generator makes a sample from
 * @param real n, real samples in a minibatch
 * @param generated m, generated samples in a minibatch
 * @param packing samples that the discriminator judges together (PacGAN, Lin et al. 2018); 1: each alone
 * @param constantOne whether both networks get a further input that is always 1: networks without biases can't move
 *     their decision boundary off the origin otherwise
 * @param gradientClip largest norm of a player's whole gradient; 0: no limit
 * @param average β of the moving average of the generator's weights, which samples are drawn with; 0: none
 * @param discriminatorSteps minibatches that train the discriminator for one that trains the generator too
 */
public record Game(
        Volume sample,
        int noise,
        int real,
        int generated,
        int packing,
        boolean constantOne,
        Objective objective,
        Player discriminator,
        Player generator,
        Schedule schedule,
        double gradientClip,
        double average,
        int discriminatorSteps) {

    public Game {
        atLeastOne(noise, "noise");
        atLeastOne(real, "minibatch");
        atLeastOne(generated, "generated");
        atLeastOne(packing, "packing");
        atLeastOne(discriminatorSteps, "discriminator steps");
        require(
                real % packing == 0 && generated % packing == 0,
                "packing is " + packing + ", expected a divisor of the minibatch (" + real
                        + ") and of the generated samples (" + generated + ")");
        require(gradientClip >= 0, "gradient clip is " + gradientClip + ", expected 0 or more");
        require(average >= 0 && average < 1, "average is " + average + ", expected 0 to under 1");
        Network judge = network(
                "discriminator", discriminatorInput(sample, packing, constantOne, discriminator), discriminator);
        require(
                judge.output().size() == 1 && judge.lastActivation() == objective.lastActivation(),
                "the discriminator ends with '" + text(discriminator) + "' (" + judge.output()
                        + " numbers), expected 1 number and "
                        + objective.lastActivation().settingName() + " for objective " + objective.settingName());
        Network maker = network("generator", generatorInput(noise, constantOne), generator);
        require(
                maker.output().equals(sample)
                        || (maker.output().isFlat() && maker.output().size() == sample.size()),
                "the generator gives " + maker.output() + ", expected " + sample + ", a sample");
    }

    /** D: samples to logits. */
    public Network discriminatorNetwork() {
        return new Network(discriminatorInput(sample, packing, constantOne, discriminator), discriminator.layers());
    }

    /** G: noise to samples. */
    public Network generatorNetwork() {
        return new Network(generatorInput(noise, constantOne), generator.layers());
    }

    /** Rows that the discriminator judges of {@code samples} samples. */
    int judgements(int samples) {
        return samples / packing;
    }

    private static Volume discriminatorInput(Volume sample, int packing, boolean constantOne, Player discriminator) {
        int more = constantOne ? 1 : 0;
        return !discriminator.layers().isEmpty()
                        && discriminator.layers().get(0).spatial()
                ? sample.withChannels(sample.channels() * packing + more)
                : Volume.flat(sample.size() * packing + more);
    }

    private static Volume generatorInput(int noise, boolean constantOne) {
        return Volume.flat(noise + (constantOne ? 1 : 0));
    }

    private static Network network(String name, Volume input, Player player) {
        try {
            return new Network(input, player.layers());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
    }

    private static String text(Player player) {
        List<Layer> layers = player.layers();
        return layers.get(layers.size() - 1).text();
    }

    private static void atLeastOne(int number, String what) {
        require(number >= 1, what + " is " + number + ", expected at least 1");
    }

    private static void require(boolean valid, String message) {
        if (!valid) {
            throw new IllegalArgumentException(message);
        }
    }
}
