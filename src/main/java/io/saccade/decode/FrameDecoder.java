package io.saccade.decode;

import io.saccade.frame.Image;
import io.saccade.frame.Payload;
import io.saccade.frame.RawLayout;
import io.saccade.frame.Reason;
import io.saccade.frame.RejectedException;
import java.util.Objects;

/**
 * Decodes every format of the wire contract. Sizes are checked against the header before memory is taken for a pixel.
 *
 * <p>It owns the memory of its images and reuses it.
 */
public final class FrameDecoder implements ImageDecoder {

    private final long maxPixels;
    private final CompressedDecoder compressed;
    private final TensorDecoder tensors;

    /**
     * A decoder for a model.
     *
     * @param channels iC, the channels that the model takes
     * @param maxPixels largest H · W that is accepted
     */
    public FrameDecoder(int channels, long maxPixels) {
        this.maxPixels = maxPixels;
        this.compressed = new CompressedDecoder(channels);
        this.tensors = new TensorDecoder(channels, maxPixels);
    }

    @Override
    public Image decode(Payload payload) throws RejectedException {
        byte[] bytes = payload.bytes();
        return switch (ImageFormat.of(payload)) {
            case JPEG -> compressed.decode(checked(JpegSegments.read(bytes)));
            case PNG -> compressed.decode(checked(PngChunks.read(bytes)));
            case SAFETENSORS -> tensors.decodeSafetensors(bytes);
            case RAW -> tensors.decodeRaw(bytes, Objects.requireNonNull(payload.layout(), RawLayout.class.getName()));
        };
    }

    private CompressedImage checked(CompressedImage image) throws RejectedException {
        ImageHeader header = image.header();
        if ((long) header.width() * header.height() > maxPixels) {
            throw tooManyPixels(header.width(), header.height(), maxPixels);
        }
        if (image.file().limit() < image.leastBytes()) {
            throw new RejectedException(
                    Reason.UNDECODABLE,
                    "broken image: it is cut short, " + header.width() + " × " + header.height()
                            + " pixels take at least " + image.leastBytes() + " bytes, it has "
                            + image.file().limit());
        }
        return image;
    }

    static RejectedException tooManyPixels(int width, int height, long maxPixels) {
        return new RejectedException(
                Reason.TOO_MANY_PIXELS,
                "the frame has " + width + " × " + height + " = " + (long) width * height + " pixels, at most "
                        + maxPixels + " are accepted (saccade.decode.max-pixels)");
    }
}
