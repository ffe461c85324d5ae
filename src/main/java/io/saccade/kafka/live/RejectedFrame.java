package io.saccade.kafka.live;

import org.jspecify.annotations.Nullable;

/**
 * A dead letter, as it is shown.
 *
 * @param position of the letter, as {@code frames-dead-letter/0/17}
 * @param reason of the closed set, or {@code unknown}
 * @param bytes length of the frame
 * @param thumbnail a JPEG drawn anew from what our own decoder read; null where it could not
 */
public record RejectedFrame(
        String position,
        String camera,
        String reason,
        String detail,
        long rejectedAtMs,
        long bytes,
        byte @Nullable [] thumbnail) {}
