package io.saccade.load;

import io.saccade.gan.Samples;
import io.saccade.gan.Trainer;
import io.saccade.gan.TrainerSettings;
import io.saccade.gan.TrainingStep;
import io.saccade.onnx.ExecutionProvider;
import io.saccade.onnx.OnnxRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Trains on the ring with the service's own trainer, seed by seed, and judges samples of what was learnt: are all modes found,
 * or does the generator collapse to a few?
 *
 * <p>Arguments: one that is ignored, then {@code [--seeds 10] [--recipe recommended] [--steps 25000]}. The last line is
 * {@code ring: modes=… high-quality=… reverse-kl=…}, means over the seeds, high quality in percent.
 */
public final class RingTraining {

    private static final String USAGE =
            "usage: load-tests/ring [--seeds 10] [--recipe plain|recommended] [--steps 25000]";
    private static final int SAMPLES = 2500;
    private static final int STEPS_PER_LINE = 5000;

    private RingTraining() {}

    private record Options(int seeds, RingRecipe recipe, long steps) {

        Options {
            if (seeds < 1 || steps < 1) {
                throw new IllegalArgumentException("expected at least one seed and one step");
            }
        }

        static Options parse(List<String> words) {
            int seeds = 10;
            RingRecipe recipe = RingRecipe.RECOMMENDED;
            long steps = 25_000;
            for (int i = 0; i < words.size(); i += 2) {
                String value = i + 1 < words.size() ? words.get(i + 1) : "";
                switch (words.get(i)) {
                    case "--seeds" -> seeds = Integer.parseInt(value);
                    case "--recipe" -> recipe = RingRecipe.named(value);
                    case "--steps" -> steps = Long.parseLong(value);
                    default -> throw new IllegalArgumentException("'" + words.get(i) + "' is not an option");
                }
            }
            return new Options(seeds, recipe, steps);
        }
    }

    /** Runs it. */
    public static void main(String[] args) {
        Options options;
        try {
            options = Options.parse(List.of(args).subList(1, args.length));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n" + USAGE);
            System.exit(2);
            return;
        }
        List<RingJudgement> all = new ArrayList<>();
        for (int seed = 1; seed <= options.seeds(); seed++) {
            RingJudgement judgement = train(options.recipe().settings(seed, options.steps()), options.steps());
            all.add(judgement);
            System.out.printf(
                    Locale.ROOT,
                    "ring: %s, seed %d: modes=%d high-quality=%.1f reverse-kl=%.4f%n",
                    options.recipe(),
                    seed,
                    judgement.modes(),
                    100 * judgement.highQuality(),
                    judgement.reverseKl());
        }
        System.out.printf(
                Locale.ROOT,
                "ring: modes=%.2f high-quality=%.1f reverse-kl=%.4f%n",
                mean(all, RingJudgement::modes),
                100 * mean(all, RingJudgement::highQuality),
                mean(all, RingJudgement::reverseKl));
    }

    static RingJudgement train(TrainerSettings settings, long steps) {
        OnnxRuntime cpu = OnnxRuntime.on(ExecutionProvider.CPU);
        Ring ring = new Ring(settings.seed());
        try (Trainer trainer = new Trainer(settings, cpu);
                Samples samples = new Samples(settings.game(), cpu)) {
            while (trainer.progress().minibatches() < steps) {
                trainer.learn(ring.next()).ifPresent(step -> tell(settings.seed(), step));
            }
            return RingJudgement.of(samples.of(trainer.checkpoint(), SAMPLES));
        }
    }

    private static void tell(long seed, TrainingStep step) {
        if (step.progress().minibatches() % STEPS_PER_LINE == 0) {
            System.err.printf(
                    Locale.ROOT,
                    "ring: seed %d, step %d: L=%.3f D(X)=%.3f D(G(Z))=%.3f skipped=%d%n",
                    seed,
                    step.progress().minibatches(),
                    step.metrics().likelihood(),
                    step.metrics().discriminatorReal(),
                    step.metrics().discriminatorGenerated(),
                    step.progress().skipped());
        }
    }

    private static double mean(List<RingJudgement> all, ToDoubleFunction<RingJudgement> number) {
        return all.stream().mapToDouble(number).average().orElseThrow();
    }
}
