package io.saccade.attention;

import io.saccade.frame.Image;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/** The direct buffers of one operator: they grow to the largest frame seen and are reused for every frame. */
final class OperatorBuffers {

    private final List<ByteBuffer> planes = new ArrayList<>();
    private ByteBuffer scratch = direct(0);

    /** The image's samples and zeros up to so many pixels: the image's own buffer where it has no fewer, else a copy. */
    ByteBuffer padded(Image image, int pixels) {
        if (pixels <= image.pixels()) {
            return image.samples();
        }
        int used = image.samples().limit();
        int needed = Math.toIntExact(Image.bytes(pixels, 1, image.channels(), image.type()));
        if (scratch.capacity() < needed) {
            scratch = direct(needed);
        }
        scratch.clear().limit(needed);
        scratch.put(0, image.samples(), 0, used);
        for (int i = used; i < needed; i++) {
            scratch.put(i, (byte) 0);
        }
        return scratch;
    }

    /** The buffer of an output channel, with room for so many scores. */
    ByteBuffer plane(int channel, int scores) {
        int needed = Math.multiplyExact(scores, Float.BYTES);
        if (channel == planes.size()) {
            planes.add(direct(needed));
        } else if (planes.get(channel).capacity() < needed) {
            planes.set(channel, direct(needed));
        }
        return planes.get(channel).clear().limit(needed);
    }

    /** The first scores of each of the first {@code channels} planes. */
    List<FloatBuffer> scores(int channels, int count) {
        return planes.stream()
                .limit(channels)
                .map(plane -> plane.asFloatBuffer().slice(0, count))
                .toList();
    }

    /** A new direct buffer with these numbers. */
    static ByteBuffer of(float[] numbers) {
        ByteBuffer buffer = direct(Math.multiplyExact(numbers.length, Float.BYTES));
        buffer.asFloatBuffer().put(numbers);
        return buffer;
    }

    static ByteBuffer direct(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }
}
