package io.saccade.config;

import io.saccade.gan.EarlyStopping;
import io.saccade.gan.TrainerSettings;
import io.saccade.gan.net.Layer;
import io.saccade.gan.net.LayerText;
import io.saccade.gan.net.Volume;
import io.saccade.gan.step.Game;
import io.saccade.gan.step.Objective;
import io.saccade.gan.step.Optimiser;
import io.saccade.gan.step.Player;
import io.saccade.gan.step.Schedule;
import io.saccade.scoring.InvalidSettingException;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** Every {@code saccade.gan.*} setting: what is learnt from, the game, and what is told of it. */
public interface GanConfig {

    /** What the trainer is known by: key of its checkpoints, and name of its transactions. */
    @WithDefault("main")
    String trainerId();

    /** The consumer group, of which one member trains and the others stand by. */
    @WithDefault("saccade-training")
    String groupId();

    /** Topic to learn from; without it that of the frames. */
    Optional<String> inputTopic();

    /** Topics that the trainer writes. */
    Topics topics();

    /** {@code HxWxC}: frames, averaged to that grid; a number k: records hold plain vectors of k numbers. */
    @WithDefault("16x16x3")
    String sample();

    /** Numbers that the generator makes a sample from. */
    @WithDefault("32")
    int noise();

    /** Real samples in a minibatch. */
    @WithDefault("8")
    int minibatch();

    /** Generated samples in a minibatch; without it as many as real ones. */
    OptionalInt generated();

    /** Samples that the discriminator judges together. */
    @WithDefault("1")
    int packing();

    /** Whether both networks get a further input that is always 1. */
    @WithDefault("true")
    boolean constantOne();

    /** Whether the networks are given samples less the first one that the trainer saw. */
    @WithDefault("true")
    boolean centre();

    /** {@code log-likelihood}, {@code non-saturating}, {@code likelihood} or {@code wasserstein}. */
    @WithDefault("non-saturating")
    String objective();

    /** Bound of the discriminator's weights, for {@code wasserstein}. */
    @WithDefault("0.01")
    double clip();

    /** The network that judges. */
    Discriminator discriminator();

    /** The network that makes samples. */
    Generator generator();

    /** {@code constant}, {@code linear END STEPS} or {@code exponential HALF-LIFE}. */
    @WithDefault("constant")
    String schedule();

    /** Largest norm of a network's gradient; 0: no limit. */
    @WithDefault("0")
    double gradientClip();

    /** β of the moving average of the generator's weights; 0: none. */
    @WithDefault("0")
    double average();

    /** Minibatches that train the discriminator for one that trains the generator too. */
    @WithDefault("1")
    int discriminatorSteps();

    /** Seed of the initial weights and of all noise. */
    @WithDefault("1")
    long seed();

    /** When training ends by itself. */
    Early earlyStopping();

    /** What happens where a step gives no finite numbers: {@code skip} that minibatch, or {@code halt}. */
    @WithDefault("skip")
    OnNonFinite onNonFinite();

    /** Most cameras that are remembered. */
    @WithDefault("256")
    int cameras();

    /** Commits. */
    Checkpoints checkpoint();

    /** Pictures of generated samples. */
    Samples samples();

    /** What happens where a step gives no finite numbers. */
    enum OnNonFinite {
        SKIP,
        HALT
    }

    /** Topics that the trainer writes. */
    interface Topics {
        /** A record for each step. */
        @WithDefault("gan-metrics")
        String metrics();

        /** A record for each frame. */
        @WithDefault("gan-novelty")
        String novelty();

        /** Pictures of generated samples. */
        @WithDefault("gan-samples")
        String samples();

        /** Everything that the trainer is; compacted. */
        @WithDefault("gan-checkpoints")
        String checkpoints();
    }

    /** The network that judges. */
    interface Discriminator {
        /** Its layers. */
        @WithDefault("dense 128 leaky-relu, dense 64 leaky-relu, dense 1 sigmoid")
        String layers();

        /** How it learns. */
        @WithDefault("adam 0.001 beta1 0.5 beta2 0.99")
        String optimiser();

        /** λ of the proximal step. */
        @WithDefault("0")
        double l1();
    }

    /** The network that makes samples. */
    interface Generator {
        /** Its layers; {@code dense k} has as many units as a sample has numbers. */
        @WithDefault("dense 64 leaky-relu, dense 128 leaky-relu, dense k")
        String layers();

        /** How it learns. */
        @WithDefault("adam 0.001 beta1 0.5 beta2 0.99")
        String optimiser();

        /** λ of the proximal step. */
        @WithDefault("0")
        double l1();
    }

    /** When training ends by itself. */
    interface Early {
        /** Largest difference of the means of D that counts as none. */
        @WithDefault("0.02")
        double tolerance();

        /** Steps in a row for which it must hold; 0: training never ends. */
        @WithDefault("0")
        long patience();
    }

    /** Commits. */
    interface Checkpoints {
        /** How long a transaction collects what comes of frames before it ends with a checkpoint. */
        @WithDefault("1s")
        Duration interval();
    }

    /** Pictures of generated samples. */
    interface Samples {
        /** Steps between two of them; 0: none. */
        @WithDefault("100")
        long every();

        /** Samples in a picture. */
        @WithDefault("16")
        int count();
    }

    /**
     * How the trainer trains.
     *
     * @throws InvalidSettingException if something is out of bounds; the message names the key where one is to blame
     */
    default TrainerSettings trainer() {
        Volume sampleVolume = parsed("saccade.gan.sample", () -> Volume.parse(sample()));
        Objective goal = parsed("saccade.gan.objective", () -> Objective.named(objective(), clip()));
        Schedule rates = parsed("saccade.gan.schedule", () -> Schedule.parse(schedule()));
        Player judge = player(
                "saccade.gan.discriminator",
                discriminator().layers(),
                discriminator().optimiser(),
                discriminator().l1());
        Player maker = player(
                "saccade.gan.generator",
                generator().layers().replaceAll("\\bdense k\\b", "dense " + sampleVolume.size()),
                generator().optimiser(),
                generator().l1());
        return parsed(
                "saccade.gan",
                () -> new TrainerSettings(
                        new Game(
                                sampleVolume,
                                noise(),
                                minibatch(),
                                generated().orElse(minibatch()),
                                packing(),
                                constantOne(),
                                goal,
                                judge,
                                maker,
                                rates,
                                gradientClip(),
                                average(),
                                discriminatorSteps()),
                        centre(),
                        seed(),
                        new EarlyStopping(
                                earlyStopping().tolerance(), earlyStopping().patience()),
                        onNonFinite() == OnNonFinite.HALT,
                        cameras()));
    }

    private static Player player(String key, String layers, String optimiser, double l1) {
        List<Layer> list = parsed(key + ".layers", () -> LayerText.parse(layers));
        Optimiser rule = parsed(key + ".optimiser", () -> Optimiser.parse(optimiser));
        return parsed(key + ".l1", () -> new Player(list, rule, l1));
    }

    private static <T> T parsed(String key, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw new InvalidSettingException(key + ": " + e.getMessage());
        }
    }

    /**
     * Looks at what no type of its own keeps in bounds.
     *
     * @throws InvalidSettingException if something is out of them
     */
    default void check() {
        trainer();
        if (checkpoint().interval().isNegative()) {
            throw new InvalidSettingException(
                    "saccade.gan.checkpoint.interval is " + checkpoint().interval() + ", expected 0s or longer");
        }
        if (samples().every() < 0 || samples().count() < 1 || samples().count() > 256) {
            throw new InvalidSettingException("saccade.gan.samples.every is "
                    + samples().every() + " and .count is " + samples().count() + ", expected 0 or more, and 1 to 256");
        }
    }
}
