package io.saccade.gan;

import java.util.SplittableRandom;

/**
 * Standard normal numbers that depend on nothing but where they are asked for: the same seed, stream and index give the same
 * numbers wherever and whenever they are drawn, on every Java (Box and Muller 1958, on {@link SplittableRandom} and
 * {@link StrictMath}).
 */
final class Noise {

    /** Noise of training steps; the index is the minibatch. */
    static final long STEPS = 1;

    /** Initial weights; the index is the tensor. */
    static final long WEIGHTS = 2;

    /** Noise of samples that are looked at. */
    static final long SAMPLES = 3;

    /** Orders of samples; the index is the epoch. */
    static final long ORDERS = 4;

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
    private static final double TO_UNIT = 0x1.0p-53;

    private Noise() {}

    /** {@code count} numbers. */
    static float[] normal(long seed, long stream, long index, int count) {
        SplittableRandom random = new SplittableRandom(mix(mix(mix(seed) + stream) + index));
        float[] numbers = new float[count];
        for (int i = 0; i < count; i += 2) {
            double radius = StrictMath.sqrt(-2 * StrictMath.log(unit(random)));
            double angle = 2 * Math.PI * unit(random);
            numbers[i] = (float) (radius * StrictMath.cos(angle));
            if (i + 1 < count) {
                numbers[i + 1] = (float) (radius * StrictMath.sin(angle));
            }
        }
        return numbers;
    }

    /** In (0, 1]. */
    private static double unit(SplittableRandom random) {
        return ((random.nextLong() >>> 11) + 1) * TO_UNIT;
    }

    /** Spreads neighbouring numbers apart (Stafford's variant 13 of the finaliser of MurmurHash3). */
    private static long mix(long number) {
        long z = number + GOLDEN_GAMMA;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
