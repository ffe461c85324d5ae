package io.saccade.attention;

import io.saccade.frame.SampleType;
import io.saccade.onnx.ElementType;
import java.util.Map;

/** Names of the operators' inputs and outputs, and what the models say about themselves. */
final class Names {

    /** Samples cut into tiles, {@code [T, N, iC]}. */
    static final String PIXELS = "x";

    /** Float32 {@code [oC, 9, iC]}. */
    static final String KEYS = "keys";

    /** Float32 {@code [oC, 9]}. */
    static final String VALUES = "values";

    /** The way that was taken, {@link Tier#code}: an int64 scalar. */
    static final String TIER = "tier";

    /** {@link FrameTrace#logitRange}: a float64 scalar. */
    static final String RANGE = "range";

    static final Map<String, String> METADATA = Map.of("source", "Stanford CS230 midterm, spring 2021, question 6");

    private Names() {}

    /** The scores of one output channel. */
    static String plane(int channel) {
        return "plane_" + channel;
    }

    static ElementType element(SampleType type) {
        return switch (type) {
            case U8 -> ElementType.UINT8;
            case F32 -> ElementType.FLOAT;
        };
    }
}
