package io.saccade.cli;

import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.TimeoutException;

/** Tells a Kafka that does not answer from one that does, within seconds and in one line. */
final class KafkaAnswer {

    /** How long a command waits for the first answer. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private KafkaAnswer() {}

    /**
     * The answer to a first question.
     *
     * @throws IllegalStateException if none came in time; the message names the servers
     */
    static <T> T require(String bootstrapServers, Supplier<T> question) {
        try {
            return question.get();
        } catch (TimeoutException e) {
            throw new IllegalStateException("no answer from Kafka at " + bootstrapServers + " within "
                    + PATIENCE.toSeconds() + " s (--bootstrap-servers, or KAFKA_BOOTSTRAP_SERVERS)");
        }
    }
}
