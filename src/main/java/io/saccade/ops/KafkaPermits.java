package io.saccade.ops;

import io.saccade.kafka.KafkaTopics;
import io.saccade.kafka.StreamStatus;
import io.saccade.kafka.training.Training;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready when the topics are there and the cluster allows what is done with them. What is missing is granted by a person, so that a
 * restart would change nothing: liveness is not asked before it notices that the stream stands still.
 */
@Readiness
@Singleton
final class KafkaPermits implements HealthCheck {

    private final KafkaTopics topics;
    private final StreamStatus scoring;
    private final Training training;

    KafkaPermits(KafkaTopics topics, StreamStatus scoring, Training training) {
        this.topics = topics;
        this.scoring = scoring;
        this.training = training;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("topics can be used");
        Optional<String> cause = topics.problem()
                .or(scoring.snapshot()::refusal)
                .or(training.status().snapshot()::refusal);
        cause.ifPresent(line -> response.withData("cause", line));
        return response.status(cause.isEmpty()).build();
    }
}
