package io.saccade.frame;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Decoded pixels: {@code [height, width, channels]}, row-major, channels interleaved in the order grey, or red-green-blue,
 * or red-green-blue-alpha.
 *
 * <p>The samples lie in a direct buffer in native byte order, so that ONNX Runtime reads them in place. An image borrowed
 * from a decoder is valid until that decoder decodes the next one.
 *
 * @param width pixels in a row, at least 1
 * @param height rows, at least 1
 * @param channels samples in a pixel, at least 1
 * @param type type of every sample
 * @param samples direct buffer of exactly {@code height · width · channels} samples from position 0 to its limit
 */
public record Image(int width, int height, int channels, SampleType type, ByteBuffer samples) {

    public Image {
        if (width < 1 || height < 1 || channels < 1) {
            throw new IllegalArgumentException("an image needs at least one pixel and one channel, got " + width + " × "
                    + height + " × " + channels);
        }
        long expected = bytes(width, height, channels, type);
        if (!samples.isDirect() || samples.position() != 0 || samples.limit() != expected) {
            throw new IllegalArgumentException("expected a direct buffer of " + expected + " bytes for " + width + " × "
                    + height + " × " + channels + " " + type + ", got " + samples);
        }
        samples.order(ByteOrder.nativeOrder());
    }

    /** A new image of zeros with a buffer of its own. */
    public static Image allocate(int width, int height, int channels, SampleType type) {
        int size = Math.toIntExact(bytes(width, height, channels, type));
        return new Image(width, height, channels, type, ByteBuffer.allocateDirect(size));
    }

    /** A copy of 8-bit samples, {@code [height, width, channels]} row-major. */
    public static Image copyOf(int width, int height, int channels, byte[] samples) {
        Image image = allocate(width, height, channels, SampleType.U8);
        image.samples.put(0, samples);
        return image;
    }

    /** Bytes that an image of this shape takes. */
    public static long bytes(int width, int height, int channels, SampleType type) {
        return (long) width * height * channels * type.bytes();
    }

    /** Number of pixels, {@code height · width}. */
    public int pixels() {
        return width * height;
    }
}
