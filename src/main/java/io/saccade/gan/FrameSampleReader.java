package io.saccade.gan;

import io.saccade.decode.ImageDecoder;
import io.saccade.frame.Payload;
import io.saccade.frame.RejectedException;
import io.saccade.gan.net.Volume;
import java.util.List;

/** Reads a frame of any format as one sample. */
final class FrameSampleReader implements SampleReader {

    private final ImageDecoder decoder;
    private final FrameVector vector;

    /** Frames that {@code decoder} gives, with the channels of {@code grid}. */
    FrameSampleReader(ImageDecoder decoder, Volume grid) {
        this.decoder = decoder;
        this.vector = new FrameVector(grid);
    }

    @Override
    public List<float[]> read(Payload payload) throws RejectedException {
        return List.of(vector.of(decoder.decode(payload)));
    }

    @Override
    public void close() {
        decoder.close();
    }
}
