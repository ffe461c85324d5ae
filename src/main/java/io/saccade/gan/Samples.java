package io.saccade.gan;

import io.saccade.gan.net.Volume;
import io.saccade.gan.step.Game;
import io.saccade.gan.step.Sampler;
import io.saccade.onnx.OnnxRuntime;

/** Draws generated samples with the weights of a checkpoint. Threads take turns. */
public final class Samples implements AutoCloseable {

    private final Game game;
    private final Sampler sampler;

    /** Samples of a game. */
    public Samples(Game game, OnnxRuntime runtime) {
        this.game = game;
        this.sampler = new Sampler(game, runtime);
    }

    /** What a sample is. */
    public Volume volume() {
        return game.sample();
    }

    /** {@code count} samples of k numbers each; the same of each checkpoint's noise, so that one can see them change. */
    public synchronized float[][] of(Checkpoint checkpoint, int count) {
        float[] numbers = sampler.sample(
                checkpoint.weights(), Noise.normal(checkpoint.seed(), Noise.SAMPLES, 0, count * game.noise()));
        int size = game.sample().size();
        float[][] samples = new float[count][size];
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < size; j++) {
                samples[i][j] = numbers[i * size + j] + checkpoint.centre()[j];
            }
        }
        return samples;
    }

    @Override
    public synchronized void close() {
        sampler.close();
    }
}
