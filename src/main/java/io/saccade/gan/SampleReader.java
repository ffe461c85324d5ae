package io.saccade.gan;

import io.saccade.frame.Payload;
import io.saccade.frame.RejectedException;
import java.util.List;

/** Reads samples from what a record holds. One reader serves one thread at a time. */
public interface SampleReader extends AutoCloseable {

    /**
     * The samples of one record, in order; at least one.
     *
     * @throws RejectedException if there are none in it; the rejection says why
     */
    List<float[]> read(Payload payload) throws RejectedException;

    @Override
    default void close() {}
}
