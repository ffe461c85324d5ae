package io.saccade.capacity;

import java.nio.charset.StandardCharsets;

/** Where Kafka's producers put the frames of a camera: the murmur2 hash of the record's key. */
final class CameraHash {

    private static final int SEED = 0x9747b28c;
    private static final int MIX = 0x5bd1e995;
    private static final int SHIFT = 24;

    private CameraHash() {}

    /** The partition of a camera among {@code partitions} of them. */
    static int partition(String camera, int partitions) {
        return positive(camera) % partitions;
    }

    /** The hash without its sign. */
    static int positive(String camera) {
        return murmur2(camera.getBytes(StandardCharsets.UTF_8)) & 0x7fffffff;
    }

    /** MurmurHash2 of 32 bits, as Kafka seeds it. */
    private static int murmur2(byte[] data) {
        int hash = SEED ^ data.length;
        int at = 0;
        for (; at + 4 <= data.length; at += 4) {
            int word = (data[at] & 0xff)
                    | ((data[at + 1] & 0xff) << 8)
                    | ((data[at + 2] & 0xff) << 16)
                    | (data[at + 3] << 24);
            word *= MIX;
            word ^= word >>> SHIFT;
            hash = (hash * MIX) ^ (word * MIX);
        }
        int rest = 0;
        for (int i = data.length - 1; i >= at; i--) {
            rest = (rest << 8) | (data[i] & 0xff);
        }
        if (at < data.length) {
            hash = (hash ^ rest) * MIX;
        }
        hash ^= hash >>> 13;
        hash *= MIX;
        return hash ^ (hash >>> 15);
    }
}
