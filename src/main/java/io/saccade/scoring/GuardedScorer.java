package io.saccade.scoring;

import io.saccade.frame.Frame;
import io.saccade.frame.FrameSize;
import io.saccade.frame.Payload;
import io.saccade.frame.RawLayout;
import io.saccade.frame.Reason;
import io.saccade.frame.Rejection;
import io.saccade.frame.Source;
import io.saccade.scoring.Outcome.Rejected;
import io.saccade.scoring.Outcome.Scored;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells a frame that breaks a scorer from a scorer that is broken.
 *
 * <p>A frame that makes the scorer throw is tried once more with a fresh one. If that throws too, a known good frame, the
 * canary, goes through another fresh one: where it is scored, the frame is to blame and is rejected; where it isn't, the
 * service is, and the failure comes out.
 */
public final class GuardedScorer implements Scorer {

    private static final int CANARY_STEP = 37;

    private final Supplier<? extends Scorer> scorers;
    private final Frame canary;
    private @Nullable Scorer scorer;

    /** Scores with scorers from {@code scorers}, one at a time; closes them. */
    public GuardedScorer(Supplier<? extends Scorer> scorers, Frame canary) {
        this.scorers = scorers;
        this.canary = canary;
        this.scorer = scorers.get();
    }

    /** A small raw frame whose neighbouring samples differ. */
    public static Frame canary(FrameSize size, int channels) {
        byte[] samples = new byte[Math.toIntExact(size.pixels() * (long) channels)];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) (i * CANARY_STEP);
        }
        RawLayout layout = new RawLayout(size.width(), size.height(), channels, "u8");
        return new Frame(
                Frame.UNKNOWN_CAMERA,
                "canary",
                null,
                Instant.EPOCH,
                Instant.EPOCH,
                null,
                new Payload(samples, "application/octet-stream", layout),
                null,
                new Source("canary", 0, 0));
    }

    @Override
    public Outcome score(Frame frame) {
        try {
            return attempt(frame);
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError first) {
            return retry(frame);
        }
    }

    private Outcome retry(Frame frame) {
        try {
            return attempt(frame);
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError failure) {
            if (attempt(canary) instanceof Scored) {
                return new Rejected(frame, new Rejection(Reason.SCORING_FAILED, failure.toString()));
            }
            throw new IllegalStateException("scoring fails on good frames too", failure);
        }
    }

    /** One that throws is not used again: nobody knows what state it is in. */
    private Outcome attempt(Frame frame) {
        Scorer current = scorer == null ? scorers.get() : scorer;
        scorer = current;
        try {
            return current.score(frame);
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            close();
            throw e;
        }
    }

    @Override
    public void close() {
        Scorer closing = scorer;
        scorer = null;
        if (closing != null) {
            closing.close();
        }
    }
}
