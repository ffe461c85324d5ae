package io.saccade.scoring;

import io.saccade.attention.FrameTrace;
import io.saccade.encode.ScoreSummary;
import io.saccade.frame.Frame;
import io.saccade.frame.Rejection;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What became of one frame. */
public sealed interface Outcome {

    /** The frame that came to this. */
    Frame frame();

    /** One function for each kind of outcome, so that a new kind can't be forgotten (Java 17 has no switch for it). */
    <T> T fold(Function<Scored, T> ifScored, Function<Rejected, T> ifRejected, Function<Superseded, T> ifSuperseded);

    /**
     * The frame was scored.
     *
     * @param sha256 of the frame's encoded bytes, 64 hexadecimal digits
     * @param scoreMap safetensors
     * @param trace how the operator went about it, or null from a model that does not tell
     * @param preview PNG heat map, or null if none is wanted
     */
    record Scored(
            Frame frame,
            String sha256,
            byte[] scoreMap,
            ScoreSummary summary,
            @Nullable FrameTrace trace,
            byte @Nullable [] preview)
            implements Outcome {
        @Override
        public <T> T fold(
                Function<Scored, T> ifScored, Function<Rejected, T> ifRejected, Function<Superseded, T> ifSuperseded) {
            return ifScored.apply(this);
        }
    }

    /** The frame can't be scored. */
    record Rejected(Frame frame, Rejection rejection) implements Outcome {
        @Override
        public <T> T fold(
                Function<Scored, T> ifScored, Function<Rejected, T> ifRejected, Function<Superseded, T> ifSuperseded) {
            return ifRejected.apply(this);
        }
    }

    /**
     * The frame was not scored because its camera's freshness has newer ones go first.
     *
     * @param freshness the rule that it fell to
     */
    record Superseded(Frame frame, Freshness freshness) implements Outcome {
        @Override
        public <T> T fold(
                Function<Scored, T> ifScored, Function<Rejected, T> ifRejected, Function<Superseded, T> ifSuperseded) {
            return ifSuperseded.apply(this);
        }
    }
}
