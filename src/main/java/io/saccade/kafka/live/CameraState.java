package io.saccade.kafka.live;

import org.jspecify.annotations.Nullable;

/**
 * A camera at one moment.
 *
 * @param frames scored frames since the follower began
 * @param superseded frames that newer ones superseded since then
 * @param rate frames a second of late, by the times at which they were scored
 * @param novelty of its newest frame; null where no trainer told
 */
public record CameraState(
        Summary summary,
        long frames,
        long superseded,
        double rate,
        @Nullable Double novelty) {

    /** The camera's id. */
    public String camera() {
        return summary.camera();
    }
}
