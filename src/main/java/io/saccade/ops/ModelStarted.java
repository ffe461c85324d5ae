package io.saccade.ops;

import io.saccade.frame.ModelIdentity;
import io.saccade.scoring.Scoring;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/** Started when the model has run once: an open {@link Scoring} has run it. */
@Startup
@Singleton
final class ModelStarted implements HealthCheck {

    private final ModelIdentity model;

    ModelStarted(Scoring scoring) {
        this.model = scoring.identity();
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("model has run")
                .withData("model", model.shortDigest())
                .withData("provider", model.provider())
                .withData("onnxruntime", model.runtime())
                .up()
                .build();
    }
}
