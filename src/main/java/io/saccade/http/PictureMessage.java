package io.saccade.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.saccade.encode.HeatPlane;
import io.saccade.kafka.live.Sighting;
import java.nio.ByteBuffer;

/**
 * A picture on its way to a page: four bytes, big-endian, with the length of a JSON header; the header; the picture's file
 * ({@code pictureBytes} in the header); the score map as {@code mapWidth · mapHeight} bytes, 0 for {@code min}, 255 for {@code
 * max}.
 */
final class PictureMessage {

    static final int MAP_WIDTH = 320;

    private static final ObjectMapper JSON = new ObjectMapper();

    private PictureMessage() {}

    /**
     * The message.
     *
     * @param channel output channel of the map; the last one where the map has fewer
     */
    static byte[] of(Sighting sighting, int channel, long sequence) {
        int shown = Math.min(channel, sighting.planes().size() - 1);
        HeatPlane plane = sighting.planes().get(shown).within(MAP_WIDTH);
        byte[] picture = sighting.picture().bytes();
        ObjectNode json = JSON.createObjectNode();
        json.put("seq", sequence);
        json.put("camera", sighting.camera());
        json.put("frameId", sighting.frameId());
        json.put("capturedAtMs", sighting.capturedAtMs());
        json.put("channel", shown);
        json.put("width", sighting.width());
        json.put("height", sighting.height());
        json.put("pictureType", sighting.picture().type());
        json.put("pictureBytes", picture.length);
        json.put("mapWidth", plane.width());
        json.put("mapHeight", plane.height());
        json.put("min", plane.min());
        json.put("max", plane.max());
        byte[] header = bytes(json);
        return ByteBuffer.allocate(Integer.BYTES + header.length + picture.length + plane.samples().length)
                .putInt(header.length)
                .put(header)
                .put(picture)
                .put(plane.samples())
                .array();
    }

    private static byte[] bytes(ObjectNode json) {
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
