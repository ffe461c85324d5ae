package io.saccade.gan;

import io.saccade.gan.step.Game;

/**
 * How a trainer trains.
 *
 * @param centre whether the networks are given samples less the first one that the trainer saw: what stands still before a
 *     camera need not be learnt then
 * @param seed of the initial weights and of all noise
 * @param early when training ends by itself
 * @param haltOnNonFinite whether training ends where a step gives no finite numbers; otherwise that minibatch is skipped
 * @param mostCameras cameras that are remembered; the one not seen for longest is forgotten first
 */
public record TrainerSettings(
        Game game, boolean centre, long seed, EarlyStopping early, boolean haltOnNonFinite, int mostCameras) {

    public TrainerSettings {
        if (mostCameras < 1) {
            throw new IllegalArgumentException("cameras is " + mostCameras + ", expected at least 1");
        }
    }
}
