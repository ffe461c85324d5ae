package io.saccade.gan;

import io.saccade.decode.ImageDecoder;
import io.saccade.frame.Payload;
import io.saccade.frame.RejectedException;
import io.saccade.gan.net.Volume;
import java.util.function.Supplier;

/** Chooses how samples are read. */
public final class SampleReaders {

    private SampleReaders() {}

    /**
     * A reader of samples.
     *
     * @param sample a plain vector: records hold vectors; rows and columns: records hold frames
     * @param decoders makes a decoder of frames with the sample's channels, if one is needed
     */
    public static SampleReader of(Volume sample, Supplier<? extends ImageDecoder> decoders) {
        return sample.isFlat() ? new VectorSampleReader(sample.size()) : new FrameSampleReader(decoders.get(), sample);
    }

    /**
     * k of the vectors that a record or file holds.
     *
     * @throws RejectedException if there are none in it; the rejection says why
     */
    public static int vectorSize(Payload payload) throws RejectedException {
        return VectorSampleReader.sizeOf(payload);
    }
}
