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

    private final PixelLimit limit;
    private final CompressedDecoder compressed;
    private final TensorDecoder tensors;

    /**
     * A decoder for a model.
     *
     * @param channels iC, the channels that the model takes
     * @param maxPixels largest H · W that is accepted
     */
    public FrameDecoder(int channels, long maxPixels) {
        this.limit = new PixelLimit(maxPixels);
        this.compressed = new CompressedDecoder(channels);
        this.tensors = new TensorDecoder(channels, limit);
    }

    @Override
    public Image decode(Payload payload) throws RejectedException {
        byte[] bytes = payload.bytes();
        return switch (ImageFormat.of(payload)) {
            case JPEG -> compressed.decode(whole(JpegSegments.read(bytes, limit)));
            case PNG -> compressed.decode(whole(PngChunks.read(bytes, limit)));
            case SAFETENSORS -> tensors.decodeSafetensors(bytes);
            case RAW -> tensors.decodeRaw(bytes, Objects.requireNonNull(payload.layout(), RawLayout.class.getName()));
        };
    }

    private static CompressedImage whole(CompressedImage image) throws RejectedException {
        ImageHeader header = image.header();
        if (image.file().limit() < image.leastBytes()) {
            throw new RejectedException(
                    Reason.UNDECODABLE,
                    "broken image: it is cut short, " + header.width() + " × " + header.height()
                            + " pixels take at least " + image.leastBytes() + " bytes, it has "
                            + image.file().limit());
        }
        return image;
    }
}
