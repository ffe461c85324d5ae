package io.saccade.camera.scene;

/** A colour packed as {@code 0xRRGGBB}, and the little arithmetic that a painted scene needs. */
final class Rgb {

    private Rgb() {}

    static int of(double red, double green, double blue) {
        return (clamp(red) << 16) | (clamp(green) << 8) | clamp(blue);
    }

    static int red(int rgb) {
        return (rgb >> 16) & 0xFF;
    }

    static int green(int rgb) {
        return (rgb >> 8) & 0xFF;
    }

    static int blue(int rgb) {
        return rgb & 0xFF;
    }

    /** The colour under light of a given strength, 1 for unchanged. */
    static int lit(int rgb, double light) {
        return of(red(rgb) * light, green(rgb) * light, blue(rgb) * light);
    }

    /** A mix: {@code 0} gives the first colour, {@code 1} the second. */
    static int mix(int first, int second, double share) {
        return of(
                red(first) + (red(second) - red(first)) * share,
                green(first) + (green(second) - green(first)) * share,
                blue(first) + (blue(second) - blue(first)) * share);
    }

    private static int clamp(double level) {
        return level <= 0 ? 0 : level >= 255 ? 255 : (int) (level + 0.5);
    }
}
