package io.saccade.load;

import io.saccade.gan.EarlyStopping;
import io.saccade.gan.TrainerSettings;
import io.saccade.gan.net.LayerText;
import io.saccade.gan.net.Volume;
import io.saccade.gan.step.Game;
import io.saccade.gan.step.Objective;
import io.saccade.gan.step.Optimiser;
import io.saccade.gan.step.Player;
import io.saccade.gan.step.Schedule;
import java.util.Arrays;
import java.util.Locale;

/** Ways to train on the ring, with the same layers and no biases. */
enum RingRecipe {
    /** The question's own rule and nothing else. */
    PLAIN(1, false, "log-likelihood", "sgd 0.01", "constant", 0),
    /** What finds all modes: pairs are judged together, Adam with a rate that ends at 0, an averaged generator. */
    RECOMMENDED(2, true, "non-saturating", "adam 0.003 beta1 0.5 beta2 0.999", "linear 0 %d", 0.999);

    private static final int MINIBATCH = 256;
    private static final int NOISE = 2;
    private static final String DISCRIMINATOR = "dense 64 leaky-relu, dense 64 leaky-relu, dense 1 sigmoid";
    private static final String GENERATOR = "dense 64 relu, dense 64 relu, dense 2";

    private final int packing;
    private final boolean constantOne;
    private final String objective;
    private final String optimiser;
    private final String schedule;
    private final double average;

    RingRecipe(int packing, boolean constantOne, String objective, String optimiser, String schedule, double average) {
        this.packing = packing;
        this.constantOne = constantOne;
        this.objective = objective;
        this.optimiser = optimiser;
        this.schedule = schedule;
        this.average = average;
    }

    /**
     * The recipe of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    static RingRecipe named(String name) {
        return Arrays.stream(values())
                .filter(recipe -> recipe.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + name + "' is not a recipe, expected one of " + Arrays.toString(values())));
    }

    /** A training of that many steps. */
    TrainerSettings settings(long seed, long steps) {
        Game game = new Game(
                Volume.flat(2),
                NOISE,
                MINIBATCH,
                MINIBATCH,
                packing,
                constantOne,
                Objective.named(objective, 0),
                new Player(LayerText.parse(DISCRIMINATOR), Optimiser.parse(optimiser), 0),
                new Player(LayerText.parse(GENERATOR), Optimiser.parse(optimiser), 0),
                Schedule.parse(String.format(Locale.ROOT, schedule, steps)),
                0,
                average,
                1);
        return new TrainerSettings(game, false, seed, EarlyStopping.NEVER, false, 1);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
