package io.saccade.decode;

import io.saccade.frame.Reason;
import io.saccade.frame.RejectedException;
import java.util.OptionalInt;
import org.bytedeco.opencv.global.opencv_imgproc;

/**
 * How an image of some channels becomes one of the channels that the model takes.
 *
 * <p>The rule: grey spreads to all three colours; colour becomes grey by ITU-R BT.601 luma; alpha is dropped when the
 * model does not take it and opaque (255) when only the model has it. Any other difference is a mismatch. The orders
 * are grey, RGB, RGBA.
 */
final class ChannelConversion {

    private ChannelConversion() {}

    /**
     * OpenCV's code of the conversion; empty if the channels are the same.
     *
     * @throws RejectedException {@code channel-mismatch} if the rule has no such conversion
     */
    static OptionalInt code(int from, int to) throws RejectedException {
        if (from == to) {
            return OptionalInt.empty();
        }
        return switch (from * 10 + to) {
            case 13 -> OptionalInt.of(opencv_imgproc.COLOR_GRAY2RGB);
            case 14 -> OptionalInt.of(opencv_imgproc.COLOR_GRAY2RGBA);
            case 31 -> OptionalInt.of(opencv_imgproc.COLOR_RGB2GRAY);
            case 34 -> OptionalInt.of(opencv_imgproc.COLOR_RGB2RGBA);
            case 41 -> OptionalInt.of(opencv_imgproc.COLOR_RGBA2GRAY);
            case 43 -> OptionalInt.of(opencv_imgproc.COLOR_RGBA2RGB);
            default -> throw mismatch(from, to);
        };
    }

    static RejectedException mismatch(int from, int to) {
        return new RejectedException(
                Reason.CHANNEL_MISMATCH,
                "the frame has " + from + " channels, the model takes " + to
                        + "; only 1 (grey), 3 (RGB) and 4 (RGBA) convert to each other");
    }
}
