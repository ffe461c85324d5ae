package io.saccade.encode;

import io.saccade.tensor.DType;

/** The element type of published score maps. */
public enum ScoreEncoding {
    /** Half precision, the default: 11 significant bits, scores up to ± 65,504. */
    F16(DType.F16),
    /** Single precision, as computed. */
    F32(DType.F32),
    /** A byte for each score; tensors {@code scale} and {@code offset} [oC] give score ≈ offset + scale · byte. */
    U8(DType.U8);

    /** Largest finite half-precision number. */
    public static final float F16_MAX = 65_504;

    private final DType dtype;

    ScoreEncoding(DType dtype) {
        this.dtype = dtype;
    }

    /** Largest magnitude of a score that it can say. */
    public float largest() {
        return this == F16 ? F16_MAX : Float.MAX_VALUE;
    }

    /** Element type of tensor {@code scores}. */
    public DType dtype() {
        return dtype;
    }
}
