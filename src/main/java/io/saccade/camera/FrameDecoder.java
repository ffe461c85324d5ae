package io.saccade.camera;

import io.saccade.frame.Image;
import java.io.IOException;

/** Turns an encoded frame into pixels. */
@FunctionalInterface
public interface FrameDecoder {

    /**
     * Decodes a frame.
     *
     * @param channels channels wanted: 1 for grey, 3 for red-green-blue, 4 with alpha
     * @return a new 8-bit image {@code [H, W, channels]}
     * @throws IOException if the bytes are no picture; the message names the frame
     */
    Image decode(EncodedFrame frame, int channels) throws IOException;
}
