package io.saccade.attention;

import io.saccade.onnx.Dimension;
import io.saccade.onnx.ElementType;
import io.saccade.onnx.ModelRefusedException;
import io.saccade.onnx.TensorSignature;
import java.util.List;
import java.util.OptionalInt;

/**
 * The image that a user's own model takes: {@code [H, W, iC]} or {@code [1, iC, H, W]}.
 *
 * @param signature as the model says it
 * @param type {@code uint8} or {@code float}
 * @param planar whether it is {@code [1, iC, H, W]}
 * @param channels iC
 * @param width W, empty if the model takes any
 * @param height H, empty if the model takes any
 */
public record ImageInput(
        TensorSignature signature,
        ElementType type,
        boolean planar,
        int channels,
        OptionalInt width,
        OptionalInt height) {

    /** More are not the channels of an image: it is [1, H, W, iC] or [iC, H, W] that was given. */
    private static final int MOST_CHANNELS = 64;

    private static final String EXPECTED = "expected one image, uint8 or float, [H, W, iC] or [1, iC, H, W] with iC a"
            + " number from 1 to " + MOST_CHANNELS;

    static ImageInput of(List<TensorSignature> inputs) throws ModelRefusedException {
        if (inputs.size() != 1) {
            throw new ModelRefusedException("takes " + inputs + ", " + EXPECTED);
        }
        TensorSignature input = inputs.get(0);
        List<Dimension> shape = input.shape();
        boolean planar = shape.size() == 4 && Dimensions.isOne(shape.get(0));
        boolean interleaved = shape.size() == 3;
        boolean known = input.is(ElementType.UINT8) || input.is(ElementType.FLOAT);
        if (!known || !(planar || interleaved)) {
            throw new ModelRefusedException("takes " + input + ", " + EXPECTED);
        }
        OptionalInt channels = Dimensions.fixed(shape.get(planar ? 1 : 2));
        if (channels.orElse(0) < 1 || channels.getAsInt() > MOST_CHANNELS) {
            throw new ModelRefusedException("takes " + input + ", " + EXPECTED);
        }
        return new ImageInput(
                input,
                input.is(ElementType.UINT8) ? ElementType.UINT8 : ElementType.FLOAT,
                planar,
                channels.getAsInt(),
                Dimensions.fixed(shape.get(planar ? 3 : 1)),
                Dimensions.fixed(shape.get(planar ? 2 : 0)));
    }

    /** The shape of the tensor for an image of that size. */
    long[] shape(int imageWidth, int imageHeight) {
        return planar
                ? new long[] {1, channels, imageHeight, imageWidth}
                : new long[] {imageHeight, imageWidth, channels};
    }

    /** Whether the model takes an image of that size. */
    boolean takes(int imageWidth, int imageHeight) {
        return width.orElse(imageWidth) == imageWidth && height.orElse(imageHeight) == imageHeight;
    }

    /** The sizes that it takes, as {@code 640 × 480}. */
    String size() {
        return text(width) + " × " + text(height);
    }

    private static String text(OptionalInt extent) {
        return extent.isPresent() ? Integer.toString(extent.getAsInt()) : "any";
    }
}
