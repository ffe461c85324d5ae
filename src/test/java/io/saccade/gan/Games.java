package io.saccade.gan;

import io.saccade.gan.net.LayerText;
import io.saccade.gan.net.Volume;
import io.saccade.gan.step.Game;
import io.saccade.gan.step.Objective;
import io.saccade.gan.step.Optimiser;
import io.saccade.gan.step.Player;
import io.saccade.gan.step.Schedule;
import java.util.List;

/** Games of many kinds. */
final class Games {

    private Games() {}

    static List<Game> all() {
        return List.of(plain(), packed(), convolutional(), wasserstein());
    }

    /** Two-dimensional points by the plain rule. */
    static Game plain() {
        return new Game(
                Volume.flat(2),
                3,
                4,
                4,
                1,
                false,
                Objective.named("log-likelihood", 0),
                player("dense 5 tanh, dense 1 sigmoid", "sgd 0.1", 0),
                player("dense 4 leaky-relu, dense 2", "sgd 0.05", 0),
                Schedule.parse("constant"),
                0,
                0,
                1);
    }

    /** With everything that goes beside the networks. */
    static Game packed() {
        return new Game(
                Volume.parse("2x3x1"),
                2,
                4,
                8,
                2,
                true,
                Objective.named("non-saturating", 0.5),
                player("dense 7 bias relu, dense 1 bias sigmoid", "adam 1e-4 beta1 0 beta2 0.9", 0.001),
                player("dense 6 relu, dense 6 tanh", "momentum 0.01 beta 0.8", 0),
                Schedule.parse("linear 0.01 50000"),
                2.5,
                0.9,
                3);
    }

    /** Convolutions in both networks. */
    static Game convolutional() {
        return new Game(
                Volume.parse("8x8x3"),
                5,
                2,
                2,
                1,
                true,
                Objective.named("likelihood", 0),
                player(
                        "conv 4 4x4 stride 2 padding 1 bias leaky-relu, max-pool 2x2, conv 3 1x1,"
                                + " average-pool 2x2 stride 1, conv 1 1x1 sigmoid",
                        "rmsprop 0.001 decay 0.8 epsilon 1e-6",
                        0),
                player(
                        "dense 32 bias relu, reshape 4x4x2, upsample 2, conv 3 3x3 padding 1 bias",
                        "adam 0.001 beta1 0.5",
                        0.01),
                Schedule.parse("exponential 1000"),
                0,
                0.99,
                1);
    }

    /** A linear discriminator with bounded weights. */
    static Game wasserstein() {
        return new Game(
                Volume.flat(3),
                3,
                6,
                3,
                3,
                true,
                Objective.named("wasserstein", 0.02),
                player("dense 4 relu, dense 1", "rmsprop 5e-5", 0),
                player("dense 3", "rmsprop 5e-5", 0),
                Schedule.parse("constant"),
                0,
                0,
                5);
    }

    private static Player player(String layers, String optimiser, double l1) {
        return new Player(LayerText.parse(layers), Optimiser.parse(optimiser), l1);
    }
}
