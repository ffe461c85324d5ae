package io.saccade.frame;

/** The type of one sample of an image. */
public enum SampleType {
    /** Unsigned 8-bit integers, 0 … 255. */
    U8(1),
    /** 32-bit floats, any finite value, native byte order. */
    F32(4);

    private final int bytes;

    SampleType(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes that one sample takes. */
    public int bytes() {
        return bytes;
    }
}
