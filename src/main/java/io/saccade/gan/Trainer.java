package io.saccade.gan;

import io.saccade.gan.net.Activation;
import io.saccade.gan.step.Game;
import io.saccade.gan.step.Judge;
import io.saccade.gan.step.Learner;
import io.saccade.gan.step.StateTensor;
import io.saccade.gan.step.StepMetrics;
import io.saccade.onnx.OnnxRuntime;
import io.saccade.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Learns from samples in the order in which they come.
 *
 * <p>What it is after a sample depends on nothing but the settings and the samples so far, in their order: not on when they
 * came, nor on how often it was {@linkplain #restore restored} from a {@linkplain #checkpoint checkpoint} in between. One
 * thread at a time.
 */
public final class Trainer implements AutoCloseable {

    private static final float LOAD_FACTOR = 0.75f;

    private final TrainerSettings settings;
    private final Game game;
    private final Learner learner;
    private final Judge judge;
    private final List<float[]> pending = new ArrayList<>();
    private final FloatBuffer minibatch;

    /** In the order in which they were last seen. */
    private final Map<String, CameraNovelty> cameras = new LinkedHashMap<>(16, LOAD_FACTOR, true);

    /** What the networks' samples are centred on. */
    private float[] centre;

    private @Nullable CellMetric metric;
    private Progress progress = Progress.NONE;
    private long seed;

    /**
     * What came of a sample.
     *
     * @param step the training step of the minibatch that the sample made full, if it did
     */
    public record Result(Novelty novelty, Optional<TrainingStep> step) {}

    /** A trainer that has learnt nothing yet. */
    public Trainer(TrainerSettings settings, OnnxRuntime runtime) {
        this.settings = settings;
        this.game = settings.game();
        this.seed = settings.seed();
        this.learner = new Learner(game, runtime);
        try {
            this.judge = new Judge(game, runtime);
        } catch (RuntimeException e) {
            learner.close();
            throw e;
        }
        this.minibatch = FloatBuffer.allocate(game.real() * game.sample().size());
        this.centre = new float[game.sample().size()];
        InitialWeights.load(learner, seed, settings.centre());
    }

    /** Goes back to having learnt nothing. */
    public void reset() {
        seed = settings.seed();
        progress = Progress.NONE;
        pending.clear();
        cameras.clear();
        centre = new float[game.sample().size()];
        metric = null;
        InitialWeights.load(learner, seed, settings.centre());
    }

    /** How far training is. */
    public Progress progress() {
        return progress;
    }

    /**
     * Takes in a sample: tells how novel it is, and then learns from it once its minibatch is full.
     *
     * @param camera whose recent past it is compared with
     * @param sample k numbers, kept
     * @throws TrainingHaltedException if a step gave no finite numbers and the settings say to halt; the sample is not
     *     taken in then, and the trainer is to be restored
     */
    public Result accept(String camera, float[] sample) {
        take(sample);
        Novelty novelty = observe(camera, sample);
        return new Result(novelty, pending.size() < game.real() ? Optional.empty() : train());
    }

    /**
     * Takes in a sample without telling how novel it is.
     *
     * @param sample k numbers, kept
     * @throws TrainingHaltedException as {@link #accept} does
     */
    public Optional<TrainingStep> learn(float[] sample) {
        take(sample);
        return pending.size() < game.real() ? Optional.empty() : train();
    }

    private void take(float[] sample) {
        if (sample.length != game.sample().size()) {
            throw new IllegalArgumentException(
                    "expected a sample of " + game.sample().size() + " numbers, got " + sample.length);
        }
        if (settings.centre() && progress.samples() == 0) {
            centre = sample.clone();
        }
        pending.add(sample);
        progress = progress.taken();
    }

    private Novelty observe(String camera, float[] sample) {
        double discriminator = probability(judge.judge(learner, centred(sample)));
        CameraNovelty known = cameras.get(camera);
        if (known == null) {
            cameras.put(camera, CameraNovelty.first(game.sample(), sample));
            if (cameras.size() > settings.mostCameras()) {
                cameras.remove(cameras.keySet().iterator().next());
            }
            return new Novelty(0, discriminator, 0, 0, progress.steps());
        }
        CameraNovelty.Score score = known.score(metric(), centre, sample);
        known.remember(score);
        return new Novelty(score.novelty(), discriminator, score.strangeness(), score.strangest(), progress.steps());
    }

    /** That of the weights as they are now. */
    private CellMetric metric() {
        if (metric == null) {
            metric = new CellMetric(game, learner);
        }
        return metric;
    }

    private float[] centred(float[] sample) {
        float[] centred = new float[sample.length];
        for (int i = 0; i < centred.length; i++) {
            centred[i] = sample[i] - centre[i];
        }
        return centred;
    }

    private double probability(double logit) {
        return game.objective().lastActivation() == Activation.SIGMOID ? 1 / (1 + StrictMath.exp(-logit)) : logit;
    }

    private Optional<TrainingStep> train() {
        minibatch.clear();
        pending.forEach(sample -> minibatch.put(centred(sample)));
        pending.clear();
        if (progress.stopped()) {
            progress = progress.passedOver();
            return Optional.empty();
        }
        float[] noise = Noise.normal(seed, Noise.STEPS, progress.minibatches(), game.generated() * game.noise());
        long step = progress.steps();
        metric = null;
        StepMetrics metrics = learner.step(step, minibatch.flip(), FloatBuffer.wrap(noise));
        if (metrics.finite()) {
            progress = progress.stepped(metrics, settings.early());
        } else if (settings.haltOnNonFinite()) {
            throw new TrainingHaltedException("step " + step + " of minibatch " + progress.minibatches()
                    + " gave no finite numbers (" + metrics + "), training halts (saccade.gan.on-non-finite)");
        } else {
            progress = progress.skippedOne();
        }
        double factor = game.schedule().factor(step);
        return Optional.of(new TrainingStep(
                progress,
                metrics,
                game.discriminator().optimiser().rate() * factor,
                game.generator().optimiser().rate() * factor));
    }

    /** Everything that the trainer is now; a copy. */
    public Checkpoint checkpoint() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        for (StateTensor tensor : learner.tensors()) {
            float[] numbers = new float[tensor.parameter().size()];
            learner.current(tensor.name()).get(numbers);
            state.put(
                    tensor.name(),
                    Tensor.ofFloats(tensor.name(), tensor.parameter().shape(), numbers));
        }
        Map<String, double[]> past = new LinkedHashMap<>();
        cameras.forEach((camera, novelty) -> past.put(camera, novelty.state()));
        return new Checkpoint(progress, seed, state, centre, List.copyOf(pending), past, Map.of(), GameText.of(game));
    }

    /**
     * Becomes what a checkpoint says.
     *
     * @throws IllegalArgumentException if it is of another game; the message says in what they differ
     */
    public void restore(Checkpoint checkpoint) {
        requireSameTensors(checkpoint);
        checkpoint
                .pending()
                .forEach(sample -> require(
                        sample.length == game.sample().size(),
                        "it has pending samples of " + sample.length + " numbers, expected "
                                + game.sample().size()));
        seed = checkpoint.seed();
        centre = checkpoint.centre();
        metric = null;
        progress = checkpoint.progress();
        checkpoint.state().forEach((name, tensor) -> learner.load(name, FloatBuffer.wrap(tensor.toFloats())));
        pending.clear();
        cameras.clear();
        checkpoint.cameras().forEach((camera, past) -> cameras.put(camera, CameraNovelty.of(game.sample(), past)));
        pending.addAll(checkpoint.pending());
    }

    private void requireSameTensors(Checkpoint checkpoint) {
        Map<String, List<Integer>> expected = new LinkedHashMap<>();
        learner.tensors()
                .forEach(
                        tensor -> expected.put(tensor.name(), tensor.parameter().shape()));
        Map<String, List<Integer>> found = new LinkedHashMap<>();
        checkpoint.state().forEach((name, tensor) -> found.put(name, tensor.shape()));
        expected.forEach((name, shape) -> require(
                shape.equals(found.get(name)),
                "its tensor '" + name + "' is " + (found.get(name) == null ? "missing" : found.get(name))
                        + ", expected " + shape));
        found.keySet().removeAll(expected.keySet());
        require(found.isEmpty(), "it has tensors " + found.keySet() + ", which the settings don't have");
    }

    private static void require(boolean valid, String message) {
        if (!valid) {
            throw new IllegalArgumentException("the checkpoint is of another game: " + message);
        }
    }

    @Override
    public void close() {
        judge.close();
        learner.close();
    }
}
