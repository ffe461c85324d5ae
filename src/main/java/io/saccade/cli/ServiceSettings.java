package io.saccade.cli;

import io.quarkus.runtime.configuration.ConfigUtils;
import io.saccade.config.SaccadeConfig;
import io.saccade.kafka.TokenEndpoint;
import io.saccade.kafka.replay.Cluster;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The settings that the service would start with here: environment, {@code -D}, {@code config/application.properties},
 * defaults. Options of a command go before them all.
 */
final class ServiceSettings {

    private static final String KAFKA = "kafka.";

    /** Above the system properties' 400. */
    private static final int COMMAND_LINE = 500;

    private final SmallRyeConfig config;

    private ServiceSettings(SmallRyeConfig config) {
        this.config = config;
    }

    /** Reads them, with what the command line gives. */
    static ServiceSettings with(Options options) {
        return new ServiceSettings(ConfigUtils.configBuilder()
                .withMapping(SaccadeConfig.class)
                .withSources(new PropertiesConfigSource(options.given, "command line", COMMAND_LINE))
                .build());
    }

    /** The cluster alone, at the servers that an option gives; null if it was not given. */
    static Cluster cluster(@Nullable String bootstrapServers) {
        return with(new Options().set("kafka.bootstrap.servers", bootstrapServers)).cluster();
    }

    /** Every {@code saccade.*} setting. */
    SaccadeConfig saccade() {
        return config.getConfigMapping(SaccadeConfig.class);
    }

    /** The cluster, with every {@code kafka.*} setting for its clients. */
    Cluster cluster() {
        Map<String, Object> settings = new HashMap<>();
        for (String name : config.getPropertyNames()) {
            String key = name.toLowerCase(Locale.ROOT).replace('_', '.');
            Optional<String> value = config.getOptionalValue(name, String.class);
            if (key.startsWith(KAFKA) && value.isPresent()) {
                settings.put(
                        key.substring(KAFKA.length()),
                        config.getOptionalValue(key, String.class).orElse(value.get()));
            }
        }
        TokenEndpoint.allow(settings);
        return new Cluster(settings);
    }

    /** Settings that options of a command give, by their keys. */
    static final class Options {

        private final Map<String, String> given = new HashMap<>();

        /** The value of an option; null if it was not given. */
        Options set(String key, @Nullable Object value) {
            if (value != null) {
                given.put(key, value.toString());
            }
            return this;
        }

        /** Whether no option was given. */
        boolean isEmpty() {
            return given.isEmpty();
        }
    }
}
