package io.saccade.cli;

import io.saccade.gan.Epochs;
import io.saccade.gan.Progress;
import io.saccade.gan.Trainer;
import io.saccade.gan.TrainingStep;
import io.saccade.gan.step.StepMetrics;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Epochs of training on samples in memory. When the process is told to end it stops after the step at hand, and the process
 * waits for what was learnt to be kept.
 */
final class TrainingRun {

    private static final long KEEP_SECONDS = 30;

    private final Trainer trainer;
    private final TrainingSamples samples;
    private final Epochs epochs;
    private final Terminal terminal;
    private final long from;
    private final Progress before;
    private final long beginNanos = System.nanoTime();
    private long position;
    private long nonFinite;
    private Optional<StepMetrics> last = Optional.empty();
    private volatile boolean stopping;

    /**
     * How much is trained.
     *
     * @param samples that are taken
     * @param minibatches that are finished
     */
    record Limit(long samples, long minibatches) {}

    /** Keeps what was learnt, and tells of it. */
    @FunctionalInterface
    interface Keeper {
        void keep(TrainingRun run) throws IOException;
    }

    /** Training that begins at a position of the samples' epochs. */
    TrainingRun(Trainer trainer, TrainingSamples samples, long seed, long from, Terminal terminal) {
        this.trainer = trainer;
        this.samples = samples;
        this.epochs = new Epochs(seed, samples.all().size());
        this.from = from;
        this.position = from;
        this.before = trainer.progress();
        this.terminal = terminal;
    }

    /** Where to read on. */
    long position() {
        return position;
    }

    /** Trains up to the limit, or until training or the process ends, and has what was learnt kept. */
    void untilDone(Limit limit, Keeper keeper) throws IOException {
        CountDownLatch kept = new CountDownLatch(1);
        Thread stopper = new Thread(() -> stop(kept), "saccade-gan-stop");
        Runtime.getRuntime().addShutdownHook(stopper);
        try {
            train(limit);
            terminal.finish();
            if (nonFinite > 1) {
                terminal.note("gan train: " + nonFinite + " steps gave no finite numbers and changed nothing");
            }
            if (nonFinite > 0 && steps() == 0) {
                throw new IOException("no step gave finite numbers, nothing is written");
            }
            keeper.keep(this);
        } finally {
            kept.countDown();
            removeHook(stopper);
        }
    }

    private void train(Limit limit) {
        while (!stopping && !trainer.progress().stopped()) {
            double share = Math.max(
                    (double) (position - from) / limit.samples(), (double) minibatches() / limit.minibatches());
            if (last.isPresent()) {
                terminal.progress(share, this::line);
            }
            if (share >= 1) {
                return;
            }
            TrainingSamples.Sample sample = samples.all().get(epochs.at(position));
            Optional<TrainingStep> step = epochs.isFirst(position)
                    ? trainer.accept(sample.camera(), sample.numbers()).step()
                    : trainer.learn(sample.numbers());
            position++;
            step.ifPresent(this::look);
        }
        terminal.note("gan train: " + (stopping ? "told to stop" : "the means of D stayed the same, training has ended")
                + " after step " + trainer.progress().steps());
    }

    private void look(TrainingStep step) {
        if (step.taken()) {
            last = Optional.of(step.metrics());
        } else if (nonFinite++ == 0) {
            terminal.note("gan train: step " + step.progress().steps() + " gave no finite numbers and changed nothing"
                    + String.format(
                            Locale.ROOT,
                            " (likelihood %.4g, gradient norms %.4g of D and %.4g of G); try a lower learning rate",
                            step.metrics().likelihood(),
                            step.metrics().discriminatorGradient(),
                            step.metrics().generatorGradient()));
        }
    }

    private long minibatches() {
        return trainer.progress().minibatches() - before.minibatches();
    }

    private long steps() {
        return trainer.progress().steps() - before.steps();
    }

    private double seconds() {
        return (System.nanoTime() - beginNanos) / 1e9;
    }

    private String line() {
        return String.format(
                Locale.ROOT,
                "step %d  %s  %.0f steps/s",
                trainer.progress().steps(),
                last.map(m -> String.format(
                                Locale.ROOT,
                                "L %.3f  D(X) %.3f  D(G(Z)) %.3f",
                                m.likelihood(),
                                m.discriminatorReal(),
                                m.discriminatorGenerated()))
                        .orElse("L -"),
                steps() / seconds());
    }

    /** How much was done, in one line. */
    String summary() {
        return String.format(
                Locale.ROOT,
                "%d steps (%d in all), %.1f epochs of %d samples in %.1f s",
                steps(),
                trainer.progress().steps(),
                (double) (position - from) / samples.all().size(),
                samples.all().size(),
                seconds());
    }

    /** What the last step told, in one line. */
    String metrics() {
        return last.map(m -> String.format(
                        Locale.ROOT,
                        "last step: likelihood %.4f, mean D(X) %.4f, mean D(G(Z)) %.4f",
                        m.likelihood(),
                        m.discriminatorReal(),
                        m.discriminatorGenerated()))
                .orElse("no step was taken: the samples did not fill a minibatch");
    }

    private void stop(CountDownLatch kept) {
        stopping = true;
        try {
            boolean unused = kept.await(KEEP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void removeHook(Thread stopper) {
        try {
            Runtime.getRuntime().removeShutdownHook(stopper);
        } catch (IllegalStateException shuttingDown) {
            // the hook is what ended the run
        }
    }
}
