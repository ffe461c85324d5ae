package io.saccade.ops;

import io.saccade.config.SaccadeConfig;
import io.saccade.kafka.StreamStatus;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;

/**
 * Alive as long as the stream gets on: down when there are frames to score and nothing was committed for
 * {@code saccade.health.stall-after}, when its thread has not come round for as long, or when the group as a whole has not got on with some
 * partition for a little longer. The data say what it is at.
 */
@Liveness
@Singleton
final class StreamAlive implements HealthCheck {

    /** Whoever has the partition that stands still is to say so first. */
    private static final Duration OTHERS_FIRST = Duration.ofSeconds(5);

    private final StreamStatus status;
    private final Duration patience;

    StreamAlive(StreamStatus status, SaccadeConfig config) {
        this.status = status;
        this.patience = config.health().stallAfter();
    }

    @Override
    public HealthCheckResponse call() {
        StreamStatus.Snapshot now = status.snapshot();
        HealthCheckResponseBuilder response = HealthCheckResponse.named("stream gets on")
                .withData("stage", now.stage().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .withData("stageSeconds", now.inStage().toSeconds())
                .withData("lagRecords", now.lagRecords())
                .withData("secondsSinceProgress", now.sinceProgress().toSeconds());
        Optional<String> group = now.groupStalled(patience.plus(OTHERS_FIRST));
        now.failure().or(() -> group).ifPresent(cause -> response.withData("cause", cause));
        return response.status(!now.stalled(patience) && group.isEmpty()).build();
    }
}
