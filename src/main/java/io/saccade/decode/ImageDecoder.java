package io.saccade.decode;

import io.saccade.frame.Image;
import io.saccade.frame.Payload;
import io.saccade.frame.RejectedException;

/**
 * Turns encoded bytes into an image with the channels that the model takes.
 *
 * <p>One decoder serves one thread at a time; the image it returns is valid until its next call.
 */
public interface ImageDecoder extends AutoCloseable {

    /**
     * Decodes one frame.
     *
     * @throws RejectedException if the bytes are not an acceptable image; the rejection says why
     */
    Image decode(Payload payload) throws RejectedException;

    @Override
    default void close() {}
}
