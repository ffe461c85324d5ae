package io.saccade.attention;

import io.saccade.onnx.Dimension;
import java.util.OptionalInt;

/** Reads the dimensions of a model's signature. */
final class Dimensions {

    private Dimensions() {}

    /** The number, or empty where each run decides. */
    static OptionalInt fixed(Dimension dimension) {
        return dimension instanceof Dimension.Fixed fixed
                ? OptionalInt.of((int) Math.min(fixed.extent(), Integer.MAX_VALUE))
                : OptionalInt.empty();
    }

    /** Whether a batch of one is allowed. */
    static boolean isOne(Dimension batch) {
        return fixed(batch).orElse(1) == 1;
    }
}
