package io.saccade.camera;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One frame as it will travel: an encoded picture.
 *
 * @param bytes the JPEG or PNG file's bytes; not copied, and not to be changed
 * @param contentType {@code image/jpeg} or {@code image/png}
 * @param captured when it was taken, where the source knows
 * @param name what a person would call it: a file name, or its number in the stream
 */
public record EncodedFrame(
        byte[] bytes, String contentType, @Nullable Instant captured, String name) {

    public static final String JPEG = "image/jpeg";
    public static final String PNG = "image/png";
}
