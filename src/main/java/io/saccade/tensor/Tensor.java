package io.saccade.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * A named array of numbers, row-major, little-endian.
 *
 * @param name its name in the file
 * @param dtype element type
 * @param shape extents, outermost first; empty for a scalar
 * @param data exactly the tensor's bytes, position 0, little-endian
 */
public record Tensor(String name, DType dtype, List<Integer> shape, ByteBuffer data) {

    public Tensor {
        shape = List.copyOf(shape);
        data = data.slice().order(ByteOrder.LITTLE_ENDIAN);
        long expected = elements(shape) * dtype.bytes();
        if (data.remaining() != expected) {
            throw new IllegalArgumentException("tensor '" + name + "' " + dtype + " " + shape + " takes " + expected
                    + " bytes, got " + data.remaining());
        }
    }

    /** A float32 tensor from the values of an array, row-major. */
    public static Tensor ofFloats(String name, List<Integer> shape, float[] values) {
        ByteBuffer data = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        data.asFloatBuffer().put(values);
        return new Tensor(name, DType.F32, shape, data);
    }

    /** The values of a float32 tensor, row-major, as a new array. */
    public float[] toFloats() {
        if (dtype != DType.F32) {
            throw new IllegalStateException("tensor '" + name + "' is " + dtype + ", expected F32");
        }
        FloatBuffer floats = data.duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        float[] values = new float[floats.remaining()];
        floats.get(values);
        return values;
    }

    /** Number of elements of a shape; an overflow is an {@link ArithmeticException}. */
    static long elements(List<Integer> shape) {
        long elements = 1;
        for (int extent : shape) {
            elements = Math.multiplyExact(elements, extent);
        }
        return elements;
    }
}
