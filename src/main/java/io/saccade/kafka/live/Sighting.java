package io.saccade.kafka.live;

import io.saccade.encode.HeatPlane;
import io.saccade.frame.Source;
import java.util.List;

/**
 * A frame and its score map, ready to be shown.
 *
 * @param picture a JPEG or PNG that browsers read; empty if the frame is gone from its topic
 * @param width of the published map
 * @param height of the published map
 * @param planes one for each output channel
 */
public record Sighting(
        String camera,
        String frameId,
        long capturedAtMs,
        Source source,
        Picture picture,
        int width,
        int height,
        List<HeatPlane> planes) {

    public Sighting {
        planes = List.copyOf(planes);
    }

    /** Bytes that it takes. */
    long bytes() {
        return picture.bytes().length
                + planes.stream().mapToLong(plane -> plane.samples().length).sum();
    }
}
