package io.saccade.attention;

import io.saccade.frame.FrameSize;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;

/**
 * Fits the operator's parameters to sample frames so that rare things light up.
 *
 * <p>The operator sees one pixel and has no bias, so a score can only tell colours apart, and only by their direction and
 * length from black. The fit: take colours of the frames, normalised as the operator does; measure how rare each is
 * ({@link Rarity}); add colours that the frames do not show, so that anything new counts as rare; start nine keys at colour
 * prototypes with the rarity there as values; descend the squared error ({@link KernelFit}). Several starts compete, and
 * the best is descended further.
 *
 * <p>Output channel 0 is the rarity. Channels 1, 2, … each light up for one colour group of the frames against the rest:
 * the groups are {@code oC − 1} clusters of the colours, rare colours counting as much as common ones.
 *
 * <p>The same samples and seed give the same bytes on every machine.
 */
public final class Calibration {

    private static final int N = AttentionParameters.POSITIONS;

    /** Colours are taken from each of so many steps of the target, so that the rare ones count. */
    private static final int STEPS = 20;

    private static final int PER_STEP = 160;

    /** Colours that the frames need not show: of any lightness and hue, dull ones as often as vivid ones. */
    private static final int UNSEEN = 1200;

    private static final double UNSEEN_WEIGHT = 0.35;

    private static final int STARTS = 4;
    private static final int START_STEPS = 300;
    private static final int FINAL_STEPS = 2500;
    private static final int ALL_STEPS = STARTS * START_STEPS + FINAL_STEPS;
    private static final double RATE = 0.06;

    private Calibration() {}

    /**
     * What a calibration reached on its samples.
     *
     * @param parameters the fitted parameters
     * @param logitRange largest spread of the nine logits over the sampled pixels, channel 0
     * @param logitBound largest logit difference from the first key that an 8-bit pixel of the frames could have
     * @param typical median score of channel 0
     * @param rare mean score of channel 0 over the rarest hundredth of the sampled pixels
     * @param spread standard deviation of the scores of channel 0
     */
    public record Result(
            AttentionParameters parameters,
            double logitRange,
            double logitBound,
            double typical,
            double rare,
            double spread) {}

    /**
     * Fits parameters.
     *
     * @param samples colours of at least one frame that is not black
     * @param outputChannels oC, 1 … 64
     * @param metadata what the parameter file shall say besides {@code frame_width} and {@code frame_height}
     * @param progress told the percentage done, now and then
     * @throws IllegalArgumentException if there is nothing to learn from; the message says why
     */
    public static Result fit(
            ColourSamples samples, int outputChannels, long seed, Map<String, String> metadata, IntConsumer progress) {
        if (outputChannels < 1 || outputChannels > 64) {
            throw new IllegalArgumentException("expected 1 to 64 output channels, got " + outputChannels);
        }
        if (samples.whites().stream().allMatch(white -> Arrays.stream(white).allMatch(level -> level == 0))) {
            throw new IllegalArgumentException("there are no frames to calibrate with, or all are black");
        }
        SplittableRandom random = new SplittableRandom(seed);
        Lesson rarity = rarityLesson(samples, random);
        List<KernelFit> fits = new ArrayList<>();
        double[] white = typicalWhite(samples);
        double[][] groups = outputChannels == 1
                ? new double[0][]
                : Clusters.centres(rarity.colours, rarity.weights, outputChannels - 1, random);
        for (int o = 0; o < outputChannels; o++) {
            Lesson lesson = o == 0 ? rarity : rarity.about(groups, o - 1);
            int done = o;
            fits.add(learn(lesson, white, random, percent -> progress.accept((100 * done + percent) / outputChannels)));
        }
        AttentionParameters parameters = parameters(samples, fits, metadata);
        return result(parameters, fits.get(0), samples);
    }

    /** Colours, what the score of each should be, and how much each counts; the weights sum to 1. */
    private record Lesson(double[][] colours, double[] targets, double[] weights) {

        /** The same colours; the target is 1 in one group and 0 in the others. */
        Lesson about(double[][] groups, int group) {
            double[] targets = new double[colours.length];
            Arrays.setAll(targets, i -> Clusters.nearest(groups, colours[i]) == group ? 1 : 0);
            return new Lesson(colours, targets, weights);
        }
    }

    private static Lesson rarityLesson(ColourSamples samples, SplittableRandom random) {
        Rarity rarity = new Rarity(samples.colours());
        List<List<double[]>> steps = new ArrayList<>();
        for (int i = 0; i < STEPS; i++) {
            steps.add(new ArrayList<>());
        }
        for (double[] colour : samples.colours()) {
            steps.get((int) Math.min(STEPS - 1, rarity.of(colour) * STEPS)).add(colour);
        }
        double all =
                steps.stream().mapToDouble(step -> StrictMath.sqrt(step.size())).sum();
        List<double[]> colours = new ArrayList<>();
        List<Double> weights = new ArrayList<>();
        for (List<double[]> step : steps) {
            int count = Math.min(PER_STEP, step.size());
            double weight = (1 - UNSEEN_WEIGHT) * StrictMath.sqrt(step.size()) / all / Math.max(1, count);
            for (int i = 0; i < count; i++) {
                colours.add(step.get((int) ((long) i * step.size() / count)));
                weights.add(weight);
            }
        }
        List<double[]> whites = samples.whites();
        for (int i = 0; i < UNSEEN; i++) {
            double[] white = whites.get(random.nextInt(whites.size()));
            double[] colour = new double[white.length];
            double grey = random.nextDouble();
            double saturation = random.nextDouble();
            Arrays.setAll(colour, c -> white[c] * (grey + saturation * (random.nextDouble() - grey)));
            colours.add(colour);
            weights.add(UNSEEN_WEIGHT / UNSEEN);
        }
        double[] targets = colours.stream().mapToDouble(rarity::of).toArray();
        return new Lesson(
                colours.toArray(double[][]::new),
                targets,
                weights.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static KernelFit learn(Lesson lesson, double[] white, SplittableRandom random, IntConsumer progress) {
        List<Start> starts = new ArrayList<>();
        for (int start = 0; start < STARTS; start++) {
            double[][] prototypes = Clusters.centres(lesson.colours, lesson.weights, N, random);
            KernelFit fit = new KernelFit(prototypes, targetsAt(prototypes, lesson), white);
            double loss = Double.MAX_VALUE;
            for (int i = 0; i < START_STEPS; i++) {
                loss = fit.step(lesson.colours, lesson.targets, lesson.weights, RATE);
                progress.accept(100 * (start * START_STEPS + i) / ALL_STEPS);
            }
            starts.add(new Start(fit, loss));
        }
        KernelFit best = Collections.min(starts, Comparator.comparingDouble(Start::loss)).fit;
        for (int i = 0; i < FINAL_STEPS; i++) {
            double rate = RATE * (1 - 0.97 * i / FINAL_STEPS);
            best.step(lesson.colours, lesson.targets, lesson.weights, rate);
            progress.accept(100 * (STARTS * START_STEPS + i + 1) / ALL_STEPS);
        }
        return best;
    }

    private record Start(KernelFit fit, double loss) {}

    private static double[] targetsAt(double[][] prototypes, Lesson lesson) {
        double[] sums = new double[N];
        double[] mass = new double[N];
        for (int i = 0; i < lesson.colours.length; i++) {
            int nearest = Clusters.nearest(prototypes, lesson.colours[i]);
            sums[nearest] += lesson.weights[i] * lesson.targets[i];
            mass[nearest] += lesson.weights[i];
        }
        double[] targets = new double[N];
        Arrays.setAll(targets, m -> mass[m] == 0 ? 0.5 : sums[m] / mass[m]);
        return targets;
    }

    /** For each channel, the level of 255 in a dark frame: nine frames in ten are brighter. */
    private static double[] typicalWhite(ColourSamples samples) {
        double[] white = new double[samples.channels()];
        Arrays.setAll(white, c -> {
            double[] levels =
                    samples.whites().stream().mapToDouble(w -> w[c]).sorted().toArray();
            return levels[(levels.length - 1) * 9 / 10];
        });
        return white;
    }

    /** Puts the middle key first, where the operator measures the others from, and keys on the scale of the frames. */
    private static AttentionParameters parameters(
            ColourSamples samples, List<KernelFit> fits, Map<String, String> metadata) {
        int channels = samples.channels();
        double scale = StrictMath.sqrt((double) samples.width() * samples.height());
        float[] keys = new float[fits.size() * N * channels];
        float[] values = new float[fits.size() * N];
        for (int o = 0; o < fits.size(); o++) {
            KernelFit fit = fits.get(o);
            int middle = fit.middle();
            for (int m = 0; m < N; m++) {
                int from = m == 0 ? middle : m == middle ? 0 : m;
                values[o * N + m] = (float) fit.value(from);
                for (int c = 0; c < channels; c++) {
                    keys[(o * N + m) * channels + c] = (float) (fit.key(from, c) * scale);
                }
            }
        }
        return new AttentionParameters(channels, fits.size(), keys, values, metadata)
                .calibratedFor(new FrameSize(samples.width(), samples.height()));
    }

    private static Result result(AttentionParameters parameters, KernelFit fit, ColourSamples samples) {
        Rarity rarity = new Rarity(samples.colours());
        double range = 0;
        List<double[]> scored = new ArrayList<>();
        for (double[] colour : samples.colours()) {
            range = Math.max(range, fit.logitRange(colour));
            scored.add(new double[] {fit.score(colour), rarity.of(colour)});
        }
        double[] scores = scored.stream().mapToDouble(pair -> pair[0]).sorted().toArray();
        double mean = Arrays.stream(scores).average().orElse(0);
        double variance = Arrays.stream(scores)
                .map(s -> (s - mean) * (s - mean))
                .average()
                .orElse(0);
        scored.sort((a, b) -> Double.compare(b[1], a[1]));
        double rare = scored.stream()
                .limit(Math.max(1, scored.size() / 100))
                .mapToDouble(pair -> pair[0])
                .average()
                .orElse(0);
        return new Result(
                parameters, range, fit.bound(fit.middle()), scores[scores.length / 2], rare, StrictMath.sqrt(variance));
    }
}
