package io.saccade.load.openloop;

import io.saccade.attention.AttentionParameters;
import io.saccade.attention.PublishedMap;
import io.saccade.decode.FrameDecoder;
import io.saccade.frame.FrameSize;
import io.saccade.frame.RejectedException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * First maps against the formulas in float64, within 2e-3 of the largest value: maps are float16. Pictures are decoded by
 * the service's decoder, which other tests hold to another one. It is slow; the load must be over.
 */
final class ReferenceCheck {

    private static final double TOLERANCE = 2e-3;
    private static final int CHANNELS = 3;

    private final PictureSet pictures;
    private final Map<String, AttentionParameters> models = new HashMap<>();
    private final Findings wrong;

    /** A check of maps that the built-in parameters gave, or one of some other models. */
    ReferenceCheck(PictureSet pictures, List<AttentionParameters> models, Findings wrong) {
        this.pictures = pictures;
        models.forEach(parameters -> this.models.put(parameters.digest(), parameters));
        this.wrong = wrong;
    }

    /** Compares them; the number of those that were compared. */
    int check(List<MapChecks.FirstMap> maps) {
        FrameSize size = pictures.size();
        try (FrameDecoder decoder = new FrameDecoder(CHANNELS, size.pixels())) {
            for (MapChecks.FirstMap map : maps) {
                AttentionParameters parameters = models.get(map.model());
                if (parameters == null) {
                    wrong.add("a map of picture " + map.picture() + " is of an unknown model " + map.model());
                    continue;
                }
                double error = PublishedMap.error(map.map(), decoder.decode(pictures.get(map.picture())), parameters);
                if (!(error <= TOLERANCE)) {
                    wrong.add("a map of picture " + map.picture() + " is off by " + error + " of the largest value");
                }
            }
        } catch (RejectedException e) {
            throw new IllegalStateException("a picture of the load can't be decoded", e);
        }
        return maps.size();
    }
}
