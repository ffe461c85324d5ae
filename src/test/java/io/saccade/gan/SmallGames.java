package io.saccade.gan;

import io.saccade.gan.net.LayerText;
import io.saccade.gan.net.Volume;
import io.saccade.gan.step.Game;
import io.saccade.gan.step.Objective;
import io.saccade.gan.step.Optimiser;
import io.saccade.gan.step.Player;
import io.saccade.gan.step.Schedule;

/** Small games for tests. */
final class SmallGames {

    private SmallGames() {}

    /** A game of this sample, whose discriminator begins with some layers; minibatches of 4. */
    static Game of(String sample, String firstLayers, int packing, String optimiser) {
        Volume volume = Volume.parse(sample);
        Optimiser rule = Optimiser.parse(optimiser);
        return new Game(
                volume,
                3,
                4,
                4,
                packing,
                true,
                Objective.named("non-saturating", 0.01),
                new Player(LayerText.parse(firstLayers + ", dense 1 sigmoid"), rule, 0),
                new Player(LayerText.parse("dense 6 leaky-relu, dense " + volume.size()), rule, 0),
                Schedule.parse("constant"),
                0,
                0,
                1);
    }

    /** A small game that learns as the service does. */
    static Game small() {
        return of("4x4x1", "dense 8 leaky-relu", 1, "adam 0.001 beta1 0.5 beta2 0.99");
    }
}
