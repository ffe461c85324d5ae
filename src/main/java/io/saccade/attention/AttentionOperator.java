package io.saccade.attention;

import io.saccade.frame.Image;
import io.saccade.frame.ScoreMap;

/**
 * Normalises a frame and scores each pixel with the attention operator.
 *
 * <p>One operator serves one thread at a time. The map it returns is borrowed: valid until the next call.
 */
public interface AttentionOperator extends ScoreOperator {

    /**
     * Scores one frame.
     *
     * @param image {@code [H, W, iC]} of the operator's iC, every sample finite
     * @return {@code [oC, H, W]}, or {@code [oC, H − 2, W − 2]} by the windowed operator
     * @throws IllegalArgumentException if the image has another number of channels than the parameters, or is smaller
     *     than {@link Variant#minimumExtent} allows
     */
    @Override
    ScoreMap attend(Image image);

    /** How the last frame was scored; only after a frame was. */
    @Override
    FrameTrace trace();
}
