package io.saccade.gan.step;

import java.nio.ByteBuffer;

/** The weights that a network runs with. */
@FunctionalInterface
public interface Weights {

    /**
     * A state tensor by its name.
     *
     * @return float32 in a direct buffer in native byte order, from position to limit; not changed while it is used
     */
    ByteBuffer of(String name);
}
