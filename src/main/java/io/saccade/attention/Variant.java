package io.saccade.attention;

/** Which reading of the question's text an operator follows. */
public enum Variant {
    /** Each score reads one pixel with all nine keys; {@code [oC, H, W]}. The default. */
    PER_PIXEL(1),
    /** Each score reads a 3 × 3 window, the pixel at (a, b) with the key at (a, b); {@code [oC, H − 2, W − 2]}. */
    WINDOWED(3);

    private final int extent;

    Variant(int extent) {
        this.extent = extent;
    }

    /** The least width and height of a frame that it can score, in pixels. */
    public int minimumExtent() {
        return extent;
    }
}
