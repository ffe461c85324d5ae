package io.saccade.kafka;

import io.saccade.scoring.InvalidSettingException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * The admin client, made once the cluster's login lets us: with SASL/OAUTHBEARER a client needs a token before there is one, and
 * whoever gives tokens may be away for a while.
 */
final class AdminConnection implements AutoCloseable {

    private final Map<String, Object> settings;
    private final Refusals refusals;
    private @Nullable Admin admin;

    /**
     * Makes the client, or leaves it to {@link #get} if only the login fails.
     *
     * @throws InvalidSettingException if the settings can't be used
     */
    AdminConnection(Map<String, Object> settings, Refusals refusals) {
        this.settings = settings;
        this.refusals = refusals;
        try {
            admin = Admin.create(settings);
        } catch (KafkaException e) {
            if (refusals.of(e).isEmpty()) {
                throw new InvalidSettingException("kafka.*: " + why(e));
            }
        }
    }

    /**
     * The client.
     *
     * @throws IllegalStateException if the login fails; one line
     */
    synchronized Admin get() {
        Admin made = admin;
        if (made == null) {
            try {
                made = Admin.create(settings);
            } catch (KafkaException e) {
                Optional<String> refusal = refusals.of(e);
                throw new IllegalStateException("kafka: " + refusal.orElseGet(() -> why(e)), e);
            }
            admin = made;
        }
        return made;
    }

    /** The messages of the causes, from the first that says more than that there is a cause. */
    private static String why(KafkaException failure) {
        StringJoiner why = new StringJoiner(": ");
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            boolean repeats = cause.getCause() != null
                    && message.contains(String.valueOf(cause.getCause().getMessage()));
            if (!repeats && !message.startsWith("Failed to create new ")) {
                why.add(cause instanceof IOException ? cause.toString() : message);
            }
        }
        return why.toString();
    }

    @Override
    public synchronized void close() {
        if (admin != null) {
            admin.close();
        }
    }
}
