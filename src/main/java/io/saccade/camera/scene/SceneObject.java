package io.saccade.camera.scene;

/**
 * Where a moving thing is in a synthetic frame: the part of its box that lies in the frame, in pixels from the top left
 * corner. Another thing may stand before it.
 *
 * @param kind what it is
 * @param rgb its main colour before light, {@code 0xRRGGBB}
 * @param striking whether that colour is a rare one
 * @param x left column, inclusive
 * @param y top row, inclusive
 * @param width columns, at least 1
 * @param height rows, at least 1
 */
public record SceneObject(Kind kind, int rgb, boolean striking, int x, int y, int width, int height) {

    /** The kinds of moving things. */
    public enum Kind {
        CAR,
        VAN,
        PEDESTRIAN
    }
}
