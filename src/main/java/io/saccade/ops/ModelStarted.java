package io.saccade.ops;

import io.saccade.frame.ModelIdentity;
import io.saccade.scoring.ModelSwitch;
import io.saccade.scoring.Scoring;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/** Started when the model has run once: an open {@link Scoring} has run it. */
@Startup
@Singleton
final class ModelStarted implements HealthCheck {

    private final ModelSwitch models;

    ModelStarted(ModelSwitch models) {
        this.models = models;
    }

    @Override
    public HealthCheckResponse call() {
        ModelIdentity model = models.current().identity();
        return HealthCheckResponse.named("model has run")
                .withData("model", model.shortDigest())
                .withData("provider", model.provider())
                .withData("onnxruntime", model.runtime())
                .up()
                .build();
    }
}
