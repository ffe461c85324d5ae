package io.saccade.load.openloop;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Every map against the first of its picture: the same picture and model give the same bytes of the tensor. Metadata tell
 * frames apart and are not compared. The first maps are kept, so that they can be compared with the formulas after the load.
 */
final class MapChecks {

    /** Most maps that are kept. */
    private static final int KEPT = 16;

    private final Findings wrong;
    private final Map<Made, Long> checksums = new HashMap<>();
    private final List<FirstMap> kept = new ArrayList<>();
    private final Map<String, Integer> keptOfModel = new HashMap<>();

    private record Made(int picture, String model) {}

    /**
     * The first map of a picture.
     *
     * @param model digest of its parameters
     * @param map safetensors
     */
    record FirstMap(int picture, String model, byte[] map) {}

    MapChecks(Findings wrong) {
        this.wrong = wrong;
    }

    /** Compares a map, or keeps what it is to be compared with. The buffer's position does not change. */
    synchronized void check(int picture, String model, ByteBuffer map) {
        long checksum;
        try {
            checksum = checksum(map);
        } catch (RuntimeException malformed) {
            wrong.add("a map of picture " + picture + " is no safetensors file");
            return;
        }
        Long first = checksums.putIfAbsent(new Made(picture, model), checksum);
        if (first == null) {
            keep(picture, model, map);
        } else if (first != checksum) {
            wrong.add("a map of picture " + picture + " differs from the first one");
        }
    }

    /** Up to {@value #KEPT} first maps of each model. */
    synchronized List<FirstMap> kept() {
        return List.copyOf(kept);
    }

    private void keep(int picture, String model, ByteBuffer map) {
        if (keptOfModel.merge(model, 1, Integer::sum) <= KEPT) {
            byte[] copy = new byte[map.remaining()];
            map.duplicate().get(copy);
            kept.add(new FirstMap(picture, model, copy));
        }
    }

    /** CRC-32C of what follows the header. */
    private static long checksum(ByteBuffer map) {
        ByteBuffer file = map.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        long header = file.getLong();
        file.position(Math.toIntExact(Math.addExact(file.position(), header)));
        CRC32C crc = new CRC32C();
        crc.update(file);
        return crc.getValue();
    }
}
