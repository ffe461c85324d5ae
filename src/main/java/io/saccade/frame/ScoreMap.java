package io.saccade.frame;

import java.nio.FloatBuffer;
import java.util.List;

/**
 * Scores {@code [channels, height, width]} as float32, one row-major plane for each output channel.
 *
 * <p>A map borrowed from an attention operator is valid until that operator's next frame.
 *
 * @param width scores in a row
 * @param height rows
 * @param planes one buffer of exactly {@code height · width} scores for each output channel, position 0
 */
public record ScoreMap(int width, int height, List<FloatBuffer> planes) {

    public ScoreMap {
        planes = List.copyOf(planes);
        for (FloatBuffer plane : planes) {
            if (plane.position() != 0 || plane.limit() != width * height) {
                throw new IllegalArgumentException(
                        "expected planes of " + width * height + " scores, got " + plane.remaining());
            }
        }
    }

    /** Number of output channels. */
    public int channels() {
        return planes.size();
    }

    /** The score of one output channel at row {@code y} and column {@code x}. */
    public float at(int channel, int y, int x) {
        return planes.get(channel).get(y * width + x);
    }
}
