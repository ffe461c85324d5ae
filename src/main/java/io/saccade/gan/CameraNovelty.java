package io.saccade.gan;

import io.saccade.gan.net.Volume;
import java.util.Arrays;

/**
 * What is usual for one camera, and how far a sample is from it.
 *
 * <p>For each cell p of the grid it remembers the mean of the sample and of the {@linkplain CellMetric distance}; a cell is
 * as strange as its distance is larger than usual there, q_p. The strangeness of a sample is the mean of its strangest cells
 * (one in {@value #STRANGEST_ONE_IN}), and its novelty is where the logarithm of that lies over the camera's own recent level:
 * 0.5 is about 3.3 times the level, and the first samples count for less. What is strange is learnt slowly, so that a passing
 * thing leaves no trace, and a change that stays is usual after a while.
 *
 * <p>The constants were chosen by measurement on camera footage and variations of it (src/docs/gan.md). Samples are taken
 * to be of order 1, as {@link FrameVector} makes them.
 */
final class CameraNovelty {

    private static final int STRANGEST_ONE_IN = 64;
    private static final double RATE = 0.02;
    private static final double FIRST_DISTANCE = 0.03;
    private static final double FLOOR = 0.01;
    private static final int SPREAD_PRIOR = 8;
    private static final double STRANGE = 3;
    private static final double LEAST_WEIGHT = 0.05;
    private static final double TRUST_AFTER = 10;
    private static final double MOST_DISTANCES = 2;
    private static final double MOST_WEIGHT = 1e6;
    private static final double FIRST_LEVEL = StrictMath.log(1.5);
    private static final double LEVEL_RATE = 0.002;
    private static final double LEVEL_PRIOR = 4;
    private static final double LEVEL_STEP = 0.8;
    private static final double STRANGE_LEVEL_SHARE = 0.1;
    private static final double OFFSET = 0.05;
    private static final double WIDTH = 0.4;
    private static final double MIDDLE = 3;
    private static final double KNOWN_AFTER = 8;
    private static final double DARK = 0.1;
    private static final int LIT_ONE_IN = 8;
    private static final double MOST_GAIN = 2;

    private final Volume sample;
    private final int cells;

    /** Mean of the samples, k numbers. */
    private final double[] usual;

    /** Mean of the distances, by cell. */
    private final double[] spread;

    /** How much the means of a cell are made of. */
    private final double[] weight;

    /** Recent logarithm of strangeness. */
    private double level;

    private double seen;

    /**
     * How far a sample is from what is usual.
     *
     * @param novelty 0 … 1
     * @param strangeness mean of the strangest cells' q
     * @param change of each number, k of them, without what a change of exposure explains
     * @param distances by cell
     * @param limits distances that would be usual, by cell
     */
    record Score(double novelty, double strangeness, double[] change, double[] distances, double[] limits) {

        double strangeness(int cell) {
            return distances[cell] / limits[cell];
        }

        /** The cell with the largest q. */
        int strangest() {
            int strangest = 0;
            for (int p = 1; p < distances.length; p++) {
                strangest = strangeness(p) > strangeness(strangest) ? p : strangest;
            }
            return strangest;
        }
    }

    private CameraNovelty(Volume sample) {
        this.sample = sample;
        this.cells = CellMetric.cells(sample);
        this.usual = new double[sample.size()];
        this.spread = new double[cells];
        this.weight = new double[cells];
    }

    /** A camera of which only one sample is known. */
    static CameraNovelty first(Volume sample, float[] first) {
        CameraNovelty camera = new CameraNovelty(sample);
        for (int i = 0; i < first.length; i++) {
            camera.usual[i] = first[i];
        }
        Arrays.fill(camera.spread, FIRST_DISTANCE);
        Arrays.fill(camera.weight, 1);
        camera.level = FIRST_LEVEL;
        camera.seen = 1;
        return camera;
    }

    /** What was remembered. */
    static CameraNovelty of(Volume sample, double[] state) {
        CameraNovelty camera = new CameraNovelty(sample);
        int k = sample.size();
        if (state.length != stateSize(sample)) {
            throw new IllegalArgumentException(
                    "expected " + stateSize(sample) + " numbers for a camera, got " + state.length);
        }
        System.arraycopy(state, 0, camera.usual, 0, k);
        System.arraycopy(state, k, camera.spread, 0, camera.cells);
        System.arraycopy(state, k + camera.cells, camera.weight, 0, camera.cells);
        camera.level = state[state.length - 2];
        camera.seen = state[state.length - 1];
        return camera;
    }

    private static int stateSize(Volume sample) {
        return sample.size() + 2 * CellMetric.cells(sample) + 2;
    }

    /** All that is remembered. */
    double[] state() {
        double[] state = new double[stateSize(sample)];
        System.arraycopy(usual, 0, state, 0, usual.length);
        System.arraycopy(spread, 0, state, usual.length, cells);
        System.arraycopy(weight, 0, state, usual.length + cells, cells);
        state[state.length - 2] = level;
        state[state.length - 1] = seen;
        return state;
    }

    /**
     * Scores a sample; nothing is remembered of it.
     *
     * @param centre what the discriminator's input is centred on, k numbers
     */
    Score score(CellMetric metric, float[] centre, float[] numbers) {
        double[] change = change(numbers);
        double[] centred = new double[usual.length];
        for (int i = 0; i < centred.length; i++) {
            centred[i] = usual[i] - centre[i];
        }
        double[] distances = metric.distances(centred, change);
        double usualSpread = median(spread.clone());
        double[] limits = new double[cells];
        double[] strangeness = new double[cells];
        for (int p = 0; p < cells; p++) {
            limits[p] = Math.max(spread[p], usualSpread / 2) + FLOOR;
            strangeness[p] = distances[p] / limits[p];
        }
        double mean = meanOfStrangest(strangeness);
        return new Score(novelty(mean), mean, change, distances, limits);
    }

    /** The novelty of each cell, as if the whole sample were as strange as it. */
    double[] map(Score score) {
        double[] map = new double[cells];
        for (int p = 0; p < cells; p++) {
            map[p] = novelty(score.strangeness(p));
        }
        return map;
    }

    private double novelty(double strangeness) {
        double squashed = 1 / (1 + StrictMath.exp(MIDDLE - aboveLevel(strangeness)));
        return Math.min(1, seen / KNOWN_AFTER) * squashed;
    }

    private double aboveLevel(double strangeness) {
        return (StrictMath.log(strangeness + OFFSET) - level) / WIDTH;
    }

    private double meanOfStrangest(double[] strangeness) {
        double[] sorted = strangeness.clone();
        Arrays.sort(sorted);
        int count = Math.max(1, cells / STRANGEST_ONE_IN);
        double sum = 0;
        for (int i = cells - count; i < cells; i++) {
            sum += sorted[i];
        }
        return sum / count;
    }

    /** What is left of the change when each channel's exposure is set to the usual one. */
    private double[] change(float[] numbers) {
        double[] change = new double[usual.length];
        int channels = sample.channels();
        for (int c = 0; c < channels && !sample.isFlat(); c++) {
            double gain = gain(numbers, c);
            for (int i = c; i < change.length; i += channels) {
                change[i] = numbers[i] / gain - usual[i];
            }
        }
        for (int i = 0; i < change.length && sample.isFlat(); i++) {
            change[i] = numbers[i] - usual[i];
        }
        return change;
    }

    /** The median ratio to the usual picture, where that is not dark. */
    private double gain(float[] numbers, int channel) {
        double[] ratios = new double[cells];
        int lit = 0;
        for (int i = channel; i < usual.length; i += sample.channels()) {
            if (usual[i] >= DARK) {
                ratios[lit++] = numbers[i] / usual[i];
            }
        }
        return lit * LIT_ONE_IN < cells
                ? 1
                : Math.max(1 / MOST_GAIN, Math.min(MOST_GAIN, median(Arrays.copyOf(ratios, lit))));
    }

    private static double median(double[] numbers) {
        Arrays.sort(numbers);
        int middle = numbers.length / 2;
        return numbers.length % 2 == 1 ? numbers[middle] : (numbers[middle - 1] + numbers[middle]) / 2;
    }

    /** Remembers a sample that was scored last. */
    void remember(Score score) {
        double least = Math.max(LEAST_WEIGHT, TRUST_AFTER / (TRUST_AFTER + seen));
        int numbers = usual.length / cells;
        for (int p = 0; p < cells; p++) {
            double strange = STRANGE / Math.max(score.strangeness(p), 1e-9);
            double trust = Math.max(least, Math.min(1, strange * strange));
            double rate = Math.max(1 / (weight[p] + 1), RATE) * trust;
            double spreadRate = Math.max(1 / (weight[p] + SPREAD_PRIOR), RATE) * trust;
            weight[p] = Math.min(weight[p] + trust, MOST_WEIGHT);
            for (int i = p * numbers; i < (p + 1) * numbers; i++) {
                usual[i] += rate * score.change()[i];
            }
            double bounded = Math.min(score.distances()[p], MOST_DISTANCES * score.limits()[p]);
            spread[p] += spreadRate * (bounded - spread[p]);
        }
        double above = aboveLevel(score.strangeness());
        double levelRate = Math.max(1 / (seen + LEVEL_PRIOR), LEVEL_RATE) * (above < MIDDLE ? 1 : STRANGE_LEVEL_SHARE);
        double step = Math.max(-LEVEL_STEP, Math.min(LEVEL_STEP, above * WIDTH));
        level = Math.max(0, level + levelRate * step);
        seen++;
    }
}
