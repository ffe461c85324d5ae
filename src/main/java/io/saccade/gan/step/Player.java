package io.saccade.gan.step;

import io.saccade.gan.net.Layer;
import java.util.List;

/**
 * One of the two networks of a game and how it learns.
 *
 * @param layers without the input, which follows from the game
 * @param l1 λ of the proximal step for λ‖W‖₁; 0: none
 */
public record Player(List<Layer> layers, Optimiser optimiser, double l1) {

    public Player {
        layers = List.copyOf(layers);
        if (!(l1 >= 0) || Double.isInfinite(l1)) {
            throw new IllegalArgumentException("l1 is " + l1 + ", expected 0 or more");
        }
    }
}
