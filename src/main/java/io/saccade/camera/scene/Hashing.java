package io.saccade.camera.scene;

/**
 * Randomness without state: the same coordinates always give the same number, on every machine. It lets a scene be drawn
 * at any frame without drawing those before it.
 */
final class Hashing {

    private Hashing() {}

    /** Mixes coordinates into 64 well-spread bits (the finaliser of SplitMix64 after each). */
    static long mix(long seed, long a, long b, long c) {
        return finish(finish(finish(finish(seed) + a) + b) + c);
    }

    /** A number of [0, 1) for the coordinates. */
    static double unit(long seed, long a, long b, long c) {
        return (mix(seed, a, b, c) >>> 11) * 0x1p-53;
    }

    /** A number of [low, high) for the coordinates. */
    static double between(double low, double high, long seed, long a, long b) {
        return low + (high - low) * unit(seed, a, b, 0);
    }

    /** Smooth noise of [0, 1) over the plane: random at whole coordinates, bilinear with eased weights between. */
    static double smooth(long seed, double x, double y) {
        long column = (long) Math.floor(x);
        long row = (long) Math.floor(y);
        double right = ease(x - column);
        double down = ease(y - row);
        double top = lerp(unit(seed, column, row, 1), unit(seed, column + 1, row, 1), right);
        double bottom = lerp(unit(seed, column, row + 1, 1), unit(seed, column + 1, row + 1, 1), right);
        return lerp(top, bottom, down);
    }

    private static double ease(double t) {
        return t * t * (3 - 2 * t);
    }

    private static double lerp(double from, double to, double t) {
        return from + (to - from) * t;
    }

    private static long finish(long bits) {
        bits += 0x9E3779B97F4A7C15L;
        bits = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        bits = (bits ^ (bits >>> 27)) * 0x94D049BB133111EBL;
        return bits ^ (bits >>> 31);
    }
}
