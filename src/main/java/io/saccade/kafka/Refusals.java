package io.saccade.kafka;

import io.saccade.config.SaccadeConfig;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;

/**
 * Says in one line what a cluster refuses: which operation on what, by the name of its rules (ACLs), and the setting that names the
 * resource. Passwords are in none of what Kafka tells.
 */
public final class Refusals {

    private final Map<String, String> topics = new HashMap<>();
    private final String group;
    private final String transactions;

    private Refusals(SaccadeConfig config, String group, String transactions) {
        this.group = group;
        this.transactions = transactions;
        TopicNames names = TopicNames.of(config.topics());
        GanTopics gan = GanTopics.of(config);
        topics.put(gan.input(), "Read on topic " + gan.input() + " (saccade.gan.input-topic)");
        topics.put(names.frames(), "Read on topic " + names.frames() + " (saccade.topics.frames)");
        written(names.scoreMaps(), "saccade.topics.score-maps");
        written(names.scoreSummaries(), "saccade.topics.score-summaries");
        written(names.scorePreviews(), "saccade.topics.score-previews");
        written(names.deadLetters(), "saccade.topics.dead-letters");
        written(gan.novelty(), "saccade.gan.topics.novelty");
        written(gan.metrics(), "saccade.gan.topics.metrics");
        written(gan.samples(), "saccade.gan.topics.samples");
        topics.put(
                gan.checkpoints(),
                "Read and Write on topic " + gan.checkpoints() + " (saccade.gan.topics.checkpoints)");
    }

    /** Those that who scores may meet. */
    static Refusals ofScoring(SaccadeConfig config, String transactionalId) {
        return new Refusals(
                config,
                "Read on group " + config.groupId() + " (saccade.group-id)",
                "Write on transactional id " + transactionalId + " (saccade.transactional-id)");
    }

    /** Those that who trains may meet. */
    public static Refusals ofTraining(SaccadeConfig config, String transactionalId) {
        return new Refusals(
                config,
                "Read on group " + config.gan().groupId() + " (saccade.gan.group-id)",
                "Write on transactional id " + transactionalId + " (saccade.gan.group-id, saccade.gan.trainer-id)");
    }

    private void written(String topic, String setting) {
        topics.put(topic, "Write on topic " + topic + " (" + setting + ")");
    }

    /** The line; empty if the failure is no refusal. */
    public Optional<String> of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof AuthorizationException refusal) {
                return Optional.of(notAllowed(needed(refusal)));
            }
            if (cause instanceof AuthenticationException refusal) {
                return Optional.of(notKnown(refusal));
            }
        }
        return Optional.empty();
    }

    /** The line for a topic that the failure does not name. */
    Optional<String> of(Throwable failure, String topic) {
        return failure instanceof AuthorizationException ? Optional.of(notAllowed(access(topic))) : of(failure);
    }

    /** The line for an operation that is more than what the topic is there for. */
    Optional<String> of(Throwable failure, String operation, String topic) {
        return failure instanceof AuthorizationException
                ? Optional.of(notAllowed(operation + " on topic " + topic))
                : of(failure);
    }

    /** The line for what is needed, as {@code Write on topic frames}. */
    public static String notAllowed(String needed) {
        return "not allowed by the cluster's rules: " + needed;
    }

    private String needed(AuthorizationException refusal) {
        if (refusal instanceof TopicAuthorizationException topic) {
            return topic.unauthorizedTopics().isEmpty()
                    ? String.valueOf(topic.getMessage())
                    : new TreeSet<>(topic.unauthorizedTopics())
                            .stream()
                                    .map(this::access)
                                    .collect(Collectors.joining(", "));
        }
        if (refusal instanceof GroupAuthorizationException) {
            return group;
        }
        if (refusal instanceof TransactionalIdAuthorizationException) {
            return transactions;
        }
        return String.valueOf(refusal.getMessage());
    }

    private String access(String topic) {
        return topics.getOrDefault(topic, "topic " + topic);
    }

    private static String notKnown(AuthenticationException refusal) {
        boolean certificate = refusal instanceof SslAuthenticationException;
        Throwable root = refusal;
        while (certificate && root.getCause() != null) {
            root = root.getCause();
        }
        String message = String.valueOf(root.getMessage()).lines().findFirst().orElse("");
        return certificate
                ? "no TLS connection: " + message + " (kafka.ssl.*)"
                : "not let in: " + message + " (kafka.sasl.*)";
    }
}
