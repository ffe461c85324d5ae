package io.saccade.attention;

import io.saccade.frame.Image;
import io.saccade.frame.RejectedException;
import io.saccade.frame.ScoreMap;
import org.jspecify.annotations.Nullable;

/**
 * Scores frames with a {@link ScoringModel}.
 *
 * <p>One operator serves one thread at a time. The map it returns is borrowed: valid until the next call.
 */
public interface ScoreOperator extends AutoCloseable {

    /**
     * Scores one frame.
     *
     * @param image {@code [H, W, iC]} of the model's iC, every sample finite
     * @return {@code [oC, H', W']}, every score finite
     * @throws RejectedException if the model can't score this frame
     */
    ScoreMap attend(Image image) throws RejectedException;

    /** How the last frame was scored, or null if the model does not tell; only after a frame was. */
    @Nullable
    FrameTrace trace();

    @Override
    void close();
}
