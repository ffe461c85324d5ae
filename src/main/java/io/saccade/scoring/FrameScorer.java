package io.saccade.scoring;

import io.saccade.attention.ScoreOperator;
import io.saccade.decode.ImageDecoder;
import io.saccade.encode.ChannelStatistics;
import io.saccade.encode.HeatMap;
import io.saccade.encode.ScoreMapEncoder;
import io.saccade.encode.ScoreSummary;
import io.saccade.encode.StageTimes;
import io.saccade.frame.Digests;
import io.saccade.frame.Frame;
import io.saccade.frame.Image;
import io.saccade.frame.ModelIdentity;
import io.saccade.frame.Reason;
import io.saccade.frame.RejectedException;
import io.saccade.frame.Rejection;
import io.saccade.frame.ScoreMap;
import io.saccade.scoring.Outcome.Rejected;
import io.saccade.scoring.Outcome.Scored;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The data's way, for one frame at a time: decode, attend, encode. It owns the buffers of the three steps.
 */
public final class FrameScorer implements Scorer {

    private static final double NANOS_PER_MS = 1e6;

    private final ImageDecoder decoder;
    private final ScoreOperator operator;
    private final int window;
    private final ScoreMapEncoder encoder;
    private final Preview preview;
    private final ModelIdentity model;
    private final Clock clock;

    /**
     * A scorer of its own decoder, operator and encoder; it closes the first two.
     *
     * @param window least width and height in pixels that the operator takes
     */
    public FrameScorer(
            ImageDecoder decoder,
            ScoreOperator operator,
            int window,
            ScoreMapEncoder encoder,
            Preview preview,
            ModelIdentity model,
            Clock clock) {
        this.decoder = decoder;
        this.operator = operator;
        this.window = window;
        this.encoder = encoder;
        this.preview = preview;
        this.model = model;
        this.clock = clock;
    }

    @Override
    public Outcome score(Frame frame) {
        Instant begun = clock.instant();
        if (frame.expiresAt() != null && begun.isAfter(frame.expiresAt())) {
            return new Rejected(
                    frame, new Rejection(Reason.EXPIRED, "ce_expirytime " + frame.expiresAt() + " had passed"));
        }
        try {
            long start = System.nanoTime();
            Image image = decoder.decode(frame.payload());
            long decoded = System.nanoTime();
            requireWindow(image);
            ScoreMap map = operator.attend(image);
            long attended = System.nanoTime();
            byte[] scoreMap = encoder.encode(map, metadata(frame));
            var statistics = ChannelStatistics.of(map, ScoreSummary.MAX_CHANNELS);
            byte[] picture = preview.draw(map);
            long encoded = System.nanoTime();
            StageTimes times = new StageTimes(
                    Math.max(0, Duration.between(frame.arrivedAt(), begun).toNanos() / NANOS_PER_MS),
                    (decoded - start) / NANOS_PER_MS,
                    (attended - decoded) / NANOS_PER_MS,
                    (encoded - attended) / NANOS_PER_MS);
            ScoreSummary summary = new ScoreSummary(
                    frame, model, clock.instant(), map.width(), map.height(), map.channels(), statistics, times);
            return new Scored(
                    frame, Digests.sha256(frame.payload().bytes()), scoreMap, summary, operator.trace(), picture);
        } catch (RejectedException e) {
            return new Rejected(frame, e.rejection());
        }
    }

    private void requireWindow(Image image) throws RejectedException {
        if (image.width() < window || image.height() < window) {
            throw new RejectedException(
                    Reason.TOO_FEW_PIXELS,
                    "the frame has " + image.width() + " × " + image.height() + " pixels, the model's window " + window
                            + " × " + window);
        }
    }

    /** Depends on the frame and the model alone, so that a second run writes the same bytes. */
    private Map<String, String> metadata(Frame frame) {
        return Map.of(
                "camera", frame.camera(),
                "frame_id", frame.id(),
                "captured", frame.capturedAt().toString(),
                "model", model.digest(),
                "operator", model.operator());
    }

    @Override
    public void close() {
        decoder.close();
        operator.close();
    }

    /**
     * Whether and how a heat map is drawn for each frame.
     *
     * @param channel output channel to draw, or −1 for none
     */
    public record Preview(int channel) {

        /** Widest picture in pixels. */
        public static final int MAX_WIDTH = 640;

        /** No picture. */
        public static final Preview NONE = new Preview(-1);

        byte @Nullable [] draw(ScoreMap map) {
            return channel < 0 ? null : HeatMap.png(map.planes().get(channel), map.width(), map.height(), MAX_WIDTH);
        }
    }
}
