package io.saccade.frame;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One camera frame as it came in, not yet decoded.
 *
 * @param camera camera id; {@code unknown} if the sender named none
 * @param id id of the frame, unique within its source
 * @param sequence the sender's sequence number as sent, or null
 * @param capturedAt when the picture was taken
 * @param arrivedAt when the broker or the producer stamped the record
 * @param expiresAt after this moment nobody wants its scores; null: never
 * @param payload the encoded image
 * @param traceparent W3C trace context, or null
 * @param source where it was read
 */
public record Frame(
        String camera,
        String id,
        @Nullable String sequence,
        Instant capturedAt,
        Instant arrivedAt,
        @Nullable Instant expiresAt,
        Payload payload,
        @Nullable String traceparent,
        Source source) {

    /** The camera of frames without a key. */
    public static final String UNKNOWN_CAMERA = "unknown";

    private static final Payload NOTHING = Payload.of(new byte[0]);

    /** The same frame without its picture, for what is said of it afterwards. */
    public Frame withoutPayload() {
        return new Frame(camera, id, sequence, capturedAt, arrivedAt, expiresAt, NOTHING, traceparent, source);
    }
}
