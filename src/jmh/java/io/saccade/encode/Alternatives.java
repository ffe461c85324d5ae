package io.saccade.encode;

import com.github.luben.zstd.Zstd;
import io.saccade.frame.ScoreMap;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.zip.Deflater;

/** Score maps as bytes in the ways that come to mind first. */
final class Alternatives {

    private static final int SIGN = 0x8000;
    private static final int FLOAT_BIAS = 127;
    private static final int HALF_BIAS = 15;
    private static final int FLOAT_SIGNIFICAND = 23;
    private static final int HALF_SIGNIFICAND = 10;
    private static final int HALF_INFINITY = 0x7C00;

    private Alternatives() {}

    /** Half precision by a loop in Java, rounded to the nearest, ties to even. */
    static byte[] halfLoop(ScoreMap map) {
        ByteBuffer bytes = ByteBuffer.allocate(map.channels() * map.width() * map.height() * Short.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        for (FloatBuffer plane : map.planes()) {
            for (int i = 0; i < plane.limit(); i++) {
                bytes.putShort(half(plane.get(i)));
            }
        }
        return bytes.array();
    }

    /** Float32, compressed by Zstandard at its usual level. */
    static byte[] zstd(ScoreMap map) {
        return Zstd.compress(floats(map), Zstd.defaultCompressionLevel());
    }

    /** Float32, compressed by DEFLATE at its fastest level. */
    static byte[] deflate(ScoreMap map) {
        byte[] bytes = floats(map);
        byte[] compressed = new byte[bytes.length + bytes.length / 1000 + 64];
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        deflater.setInput(bytes);
        deflater.finish();
        int length = deflater.deflate(compressed);
        deflater.end();
        return Arrays.copyOf(compressed, length);
    }

    private static byte[] floats(ScoreMap map) {
        ByteBuffer bytes = ByteBuffer.allocate(map.channels() * map.width() * map.height() * Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        FloatBuffer floats = bytes.asFloatBuffer();
        map.planes().forEach(plane -> floats.put(plane.duplicate()));
        return bytes.array();
    }

    /** IEEE 754 binary16 of a number; NaN becomes infinity, which no score is. */
    static short half(float number) {
        int bits = Float.floatToRawIntBits(number);
        int sign = bits >>> 16 & SIGN;
        int magnitude = bits & Integer.MAX_VALUE;
        int exponent = (magnitude >>> FLOAT_SIGNIFICAND) - FLOAT_BIAS + HALF_BIAS;
        int significand = magnitude & (1 << FLOAT_SIGNIFICAND) - 1;
        int dropped = FLOAT_SIGNIFICAND - HALF_SIGNIFICAND;
        if (exponent <= 0) { // subnormal: the hidden bit moves into the significand
            significand |= 1 << FLOAT_SIGNIFICAND;
            dropped = Math.min(dropped + 1 - exponent, Integer.SIZE - 2);
            exponent = 0;
        }
        int half = exponent << HALF_SIGNIFICAND | significand >>> dropped;
        int rest = significand & (1 << dropped) - 1;
        int middle = 1 << dropped - 1;
        if (rest > middle || rest == middle && (half & 1) == 1) {
            half++;
        }
        return (short) (sign | Math.min(half, HALF_INFINITY));
    }
}
