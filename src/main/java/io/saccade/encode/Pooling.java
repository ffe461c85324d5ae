package io.saccade.encode;

import io.saccade.frame.ScoreMap;
import io.saccade.opencv.DirectBuffer;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Mean over square blocks. Blocks at the right and lower edge average the scores that they have, so that [H, W] becomes
 * [⌈H/p⌉, ⌈W/p⌉].
 */
final class Pooling {

    private final int factor;
    private final DirectBuffer memory = new DirectBuffer();

    Pooling(int factor) {
        if (factor < 1) {
            throw new IllegalArgumentException("expected a pool factor of at least 1, got " + factor);
        }
        this.factor = factor;
    }

    /** The pooled map, valid until the next call; the map itself for factor 1. */
    ScoreMap apply(ScoreMap map) {
        if (factor == 1) {
            return map;
        }
        int width = (map.width() + factor - 1) / factor;
        int height = (map.height() + factor - 1) / factor;
        ByteBuffer bytes = memory.ofSize(map.channels() * width * height * Float.BYTES);
        List<FloatBuffer> planes = new ArrayList<>(map.channels());
        for (int channel = 0; channel < map.channels(); channel++) {
            int planeBytes = width * height * Float.BYTES;
            FloatBuffer plane = bytes.slice(channel * planeBytes, planeBytes)
                    .order(bytes.order())
                    .asFloatBuffer();
            pool(map.planes().get(channel), map.width(), map.height(), plane, width);
            planes.add(plane);
        }
        return new ScoreMap(width, height, planes);
    }

    private void pool(FloatBuffer from, int fromWidth, int fromHeight, FloatBuffer to, int toWidth) {
        double[] sums = new double[toWidth];
        for (int top = 0; top < fromHeight; top += factor) {
            int bottom = Math.min(top + factor, fromHeight);
            java.util.Arrays.fill(sums, 0);
            for (int y = top; y < bottom; y++) {
                for (int x = 0; x < fromWidth; x++) {
                    sums[x / factor] += from.get(y * fromWidth + x);
                }
            }
            for (int x = 0; x < toWidth; x++) {
                int columns = Math.min(factor, fromWidth - x * factor);
                to.put(top / factor * toWidth + x, (float) (sums[x] / (columns * (bottom - top))));
            }
        }
    }
}
