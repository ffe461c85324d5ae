package io.saccade.scoring;

import java.util.Map;

/**
 * The freshness of each camera.
 *
 * @param otherwise of cameras that are not named
 * @param cameras by camera id
 */
public record FreshnessPolicy(Freshness otherwise, Map<String, Freshness> cameras) {

    /** Every frame of every camera. */
    public static final FreshnessPolicy EVERY_FRAME = new FreshnessPolicy(new Freshness.Every(), Map.of());

    public FreshnessPolicy {
        cameras = Map.copyOf(cameras);
    }

    /** The freshness of a camera. */
    public Freshness of(String camera) {
        return cameras.getOrDefault(camera, otherwise);
    }

    /** Whether there is a camera of which only the newest frame counts. */
    public boolean anyNewestOnly() {
        return otherwise.newestOnly() || cameras.values().stream().anyMatch(Freshness::newestOnly);
    }
}
