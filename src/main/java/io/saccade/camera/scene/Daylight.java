package io.saccade.camera.scene;

/**
 * The light on a painted street: strength and warmth of the day, clouds that pass, and the noise of the sensor.
 *
 * <p>Cloud shade is known at the corners of a coarse grid and bilinear between, in 1/256; the noise is cut from a strip
 * made once, at a place that changes with each row and frame.
 */
final class Daylight {

    /** Seconds from noon to noon: a short day, so that a demonstration sees it change. */
    private static final double DAY_SECONDS = 1200;

    private static final int CELL = 32;
    private static final int NOISE = 1 << 16;
    private static final double NOISE_LEVELS = 2.6;

    private final long seed;
    private final byte[] noise = new byte[NOISE];

    Daylight(long seed) {
        this.seed = seed;
        for (int i = 0; i < NOISE; i++) {
            double sum = 0;
            for (int part = 0; part < 4; part++) {
                sum += Hashing.unit(seed, 500, i, part) - 0.5;
            }
            noise[i] = (byte) Math.round(sum * NOISE_LEVELS * 1.732);
        }
    }

    /** Light of the day at a moment, 0.69 … 1.15. */
    double strength(double seconds) {
        double phase = Hashing.unit(seed, 501, 0, 0);
        return 0.92 + 0.23 * StrictMath.cos(2 * StrictMath.PI * (seconds / DAY_SECONDS + phase));
    }

    /** Writes painted pixels as {@code [height, width, 3]} samples under the light of a moment. */
    void expose(Canvas canvas, double seconds, long frame, byte[] samples) {
        int width = canvas.width();
        int columns = width / CELL + 2;
        double strength = strength(seconds);
        double low = Math.max(0, 1 - strength);
        int[] upper = new int[columns];
        int[] lower = new int[columns];
        int[] shade = new int[columns];
        clouds(lower, 0, seconds, strength);
        for (int row = 0; row < canvas.height(); row++) {
            int within = row % CELL;
            if (within == 0) {
                int[] swap = upper;
                upper = lower;
                lower = swap;
                clouds(lower, row / CELL + 1, seconds, strength);
            }
            for (int i = 0; i < columns; i++) {
                shade[i] = (upper[i] * (CELL - within) + lower[i] * within) / CELL;
            }
            int warm = (int) (256 * (1 + 0.12 * low));
            int cool = (int) (256 * (1 - 0.16 * low));
            int start = (int) Hashing.mix(seed, 502, frame, row);
            exposeRow(canvas.pixels(), row * width, width, shade, warm, cool, start, samples);
        }
    }

    private void clouds(int[] shade, int gridRow, double seconds, double strength) {
        for (int i = 0; i < shade.length; i++) {
            double cloud = Hashing.smooth(seed + 503, i * 0.12 - seconds * 0.08, gridRow * 0.2 + seconds * 0.013);
            shade[i] = (int) (65536 * strength * (0.8 + 0.2 * Math.min(1, 1.6 * cloud)));
        }
    }

    private void exposeRow(
            int[] pixels, int from, int width, int[] shade, int warm, int cool, int start, byte[] samples) {
        int at = from * 3;
        for (int x = 0; x < width; x++) {
            int cell = x / CELL;
            int within = x % CELL;
            int light = (shade[cell] * (CELL - within) + shade[cell + 1] * within) / CELL;
            int rgb = pixels[from + x];
            int n = start + 3 * x;
            samples[at++] = level(((Rgb.red(rgb) * light) >> 8) * warm, noise[n & (NOISE - 1)]);
            samples[at++] = level(((Rgb.green(rgb) * light) >> 8) * 256, noise[(n + 1) & (NOISE - 1)]);
            samples[at++] = level(((Rgb.blue(rgb) * light) >> 8) * cool, noise[(n + 2) & (NOISE - 1)]);
        }
    }

    /** A sample of 0 … 255 from light in 1/65536 of a level, plus noise in levels. */
    private static byte level(int light, int noise) {
        int level = ((light + 0x8000) >> 16) + noise;
        return (byte) (level < 0 ? 0 : Math.min(level, 255));
    }
}
