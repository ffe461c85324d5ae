package io.saccade.frame;

import org.jspecify.annotations.Nullable;

/**
 * The encoded bytes of one image and what its sender said of them.
 *
 * @param bytes the encoded image; not copied, never changed
 * @param contentType the media type the sender named, or null if none
 * @param layout the shape of raw bytes, or null if the sender gave none
 */
public record Payload(
        byte[] bytes,
        @Nullable String contentType,
        @Nullable RawLayout layout) {

    /** Bytes of which nothing else is known: the format is found from the first of them. */
    public static Payload of(byte[] bytes) {
        return new Payload(bytes, null, null);
    }
}
