package io.saccade.scoring;

import io.saccade.encode.ScoreSummary;
import io.saccade.frame.Frame;
import io.saccade.frame.Rejection;
import org.jspecify.annotations.Nullable;

/** What became of one frame. */
public sealed interface Outcome {

    /**
     * The frame was scored.
     *
     * @param scoreMap safetensors
     * @param preview PNG heat map, or null if none is wanted
     */
    record Scored(Frame frame, byte[] scoreMap, ScoreSummary summary, byte @Nullable [] preview) implements Outcome {}

    /** The frame can't be scored. */
    record Rejected(Rejection rejection) implements Outcome {}
}
