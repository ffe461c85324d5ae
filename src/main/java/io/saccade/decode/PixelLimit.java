package io.saccade.decode;

import io.saccade.frame.Reason;
import io.saccade.frame.RejectedException;

/**
 * How large a frame may be. Asked as soon as a header tells the size, before memory is taken for a pixel and before
 * anything else is said of the file.
 *
 * @param most largest H · W that is accepted
 */
record PixelLimit(long most) {

    /** Passes a frame of at least one pixel that is small enough. */
    void check(int width, int height) throws RejectedException {
        long pixels = (long) width * height;
        if (pixels > most) {
            throw new RejectedException(
                    Reason.TOO_MANY_PIXELS,
                    "the frame has " + width + " × " + height + " = " + pixels + " pixels, at most " + most
                            + " are accepted (saccade.decode.max-pixels)");
        }
    }
}
