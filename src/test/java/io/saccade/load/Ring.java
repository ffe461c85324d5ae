package io.saccade.load;

import java.util.Random;

/** Eight normal distributions in the plane, their means on a circle, each as likely as the others. */
final class Ring {

    static final int MODES = 8;
    static final double RADIUS = 2;

    /** Of each mode, along both axes. */
    static final double DEVIATION = 0.02;

    private final Random random;

    Ring(long seed) {
        this.random = new Random(seed);
    }

    /** The next sample. */
    float[] next() {
        int mode = random.nextInt(MODES);
        return new float[] {
            (float) (x(mode) + DEVIATION * random.nextGaussian()), (float) (y(mode) + DEVIATION * random.nextGaussian())
        };
    }

    /** Of a mode's mean. */
    static double x(int mode) {
        return RADIUS * StrictMath.cos(2 * Math.PI * mode / MODES);
    }

    /** Of a mode's mean. */
    static double y(int mode) {
        return RADIUS * StrictMath.sin(2 * Math.PI * mode / MODES);
    }
}
