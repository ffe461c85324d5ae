package io.saccade.ops;

import io.saccade.config.Role;
import io.saccade.config.SaccadeConfig;
import io.saccade.kafka.StreamStatus;
import io.saccade.kafka.training.Training;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;

/**
 * Alive as long as training gets on, by the same rule as {@link StreamAlive}. An instance that stands by is alive; one that does
 * not train is not asked.
 */
@Liveness
@Singleton
final class TrainingAlive implements HealthCheck {

    private final Training training;
    private final boolean trains;
    private final Duration patience;

    TrainingAlive(Training training, SaccadeConfig config) {
        this.training = training;
        this.trains = config.roles().contains(Role.TRAIN);
        this.patience = config.health().stallAfter();
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("training gets on");
        if (!trains) {
            return response.withData("stage", "no role of this instance").up().build();
        }
        StreamStatus.Snapshot now = training.status().snapshot();
        response.withData("stage", now.stage().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .withData("stageSeconds", now.inStage().toSeconds())
                .withData("trains", training.checkpoint().isPresent())
                .withData(
                        "step",
                        training.checkpoint()
                                .map(checkpoint -> checkpoint.progress().steps())
                                .orElse(0L))
                .withData("lagRecords", now.lagRecords())
                .withData("secondsSinceProgress", now.sinceProgress().toSeconds());
        now.failure().ifPresent(cause -> response.withData("cause", cause));
        return response.status(!now.stalled(patience)).build();
    }
}
