package io.saccade.gan;

import io.saccade.gan.net.Activation;
import io.saccade.gan.net.Volume;
import io.saccade.gan.step.Game;
import io.saccade.gan.step.Judge;
import io.saccade.gan.step.Weights;
import io.saccade.onnx.OnnxRuntime;
import java.util.Optional;

/** Tells how novel samples are by what a checkpoint knows of their cameras; nothing is learnt from them. Threads take turns. */
public final class CheckpointNovelty implements AutoCloseable {

    private final Game game;
    private final Judge judge;

    /**
     * What is told of a sample.
     *
     * @param map novelty of each cell, row by row
     * @param cells rows and columns of the map
     */
    public record Told(Novelty novelty, double[] map, Volume cells) {}

    /** For checkpoints of a game. */
    public CheckpointNovelty(Game game, OnnxRuntime runtime) {
        this.game = game;
        this.judge = new Judge(game, runtime);
    }

    /** How novel a sample is; empty if the checkpoint does not know the camera. */
    public synchronized Optional<Told> of(Checkpoint checkpoint, String camera, float[] sample) {
        double[] past = checkpoint.cameras().get(camera);
        if (past == null) {
            return Optional.empty();
        }
        Weights weights = checkpoint.weights();
        CameraNovelty known = CameraNovelty.of(game.sample(), past);
        CameraNovelty.Score score = known.score(new CellMetric(game, weights), checkpoint.centre(), sample);
        float[] centred = new float[sample.length];
        for (int i = 0; i < centred.length; i++) {
            centred[i] = sample[i] - checkpoint.centre()[i];
        }
        double logit = judge.judge(weights, centred);
        double judgement =
                Activation.SIGMOID == game.objective().lastActivation() ? Activation.SIGMOID.apply(logit) : logit;
        Novelty novelty = new Novelty(
                score.novelty(),
                judgement,
                score.strangeness(),
                score.strangest(),
                checkpoint.progress().steps());
        Volume volume = game.sample();
        Volume cells =
                volume.isFlat() ? new Volume(1, volume.size(), 1) : new Volume(volume.height(), volume.width(), 1);
        return Optional.of(new Told(novelty, known.map(score), cells));
    }

    @Override
    public synchronized void close() {
        judge.close();
    }
}
