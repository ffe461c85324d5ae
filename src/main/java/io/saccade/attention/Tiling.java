package io.saccade.attention;

/**
 * How a frame's pixels are cut into equal tiles, so that what a tile needs stays in the second-level cache whatever the
 * frame's size.
 *
 * <p>Where the pixels don't divide, the last tile runs past the frame into zeros: a zero sample changes no norm, and the
 * scores it gets are never read.
 *
 * @param tiles number of tiles, at least 1
 * @param pixels pixels of each tile, a multiple of {@value #BAND}
 */
record Tiling(int tiles, int pixels) {

    /** Tiles are cut into this many bands whose squares are added band by band: 16 · 255² is exact in float32. */
    static final int BAND = 16;

    /** Cuts {@code framePixels} into tiles of at most about {@code target} pixels. */
    static Tiling of(int framePixels, int target) {
        int fewest = (framePixels + target - 1) / target;
        for (int tiles = fewest; tiles <= fewest + fewest / 2 + 1; tiles++) {
            if (framePixels % (tiles * (long) BAND) == 0) {
                return new Tiling(tiles, framePixels / tiles);
            }
        }
        int pixels = (framePixels + fewest - 1) / fewest;
        return new Tiling(fewest, (pixels + BAND - 1) / BAND * BAND);
    }

    /** Pixels of all tiles, at least those of the frame. */
    int total() {
        return Math.multiplyExact(tiles, pixels);
    }
}
