package io.saccade.deploy;

import io.quarkus.runtime.configuration.DurationConverter;
import io.saccade.config.SaccadeConfig;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.common.utils.StringUtil;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** Whether the variables of an environment are settings that the service has, with values that it takes. */
public final class ConfigurationKeys {

    /** Read by the virtual machine, its launcher, the C library and ONNX Runtime. */
    private static final Set<String> PROCESS =
            Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "MALLOC_ARENA_MAX", "ORT_DISABLE_TELEMETRY");

    private static final int ENVIRONMENT = 300;

    private static final List<Pattern> SACCADE =
            ConfigMappings.getProperties(ConfigClass.configClass(SaccadeConfig.class)).keySet().stream()
                    .map(ConfigurationKeys::pattern)
                    .toList();

    private static final Map<String, ConfigDef.ConfigKey> KAFKA = Stream.of(
                    ConsumerConfig.configDef(), ProducerConfig.configDef(), AdminClientConfig.configDef())
            .flatMap(clients -> clients.configKeys().values().stream())
            .collect(Collectors.toMap(
                    key -> "KAFKA_"
                            + StringUtil.replaceNonAlphanumericByUnderscores(key.name)
                                    .toUpperCase(Locale.ROOT),
                    key -> key,
                    (first, same) -> first));

    private static final QuarkusKeys QUARKUS = QuarkusKeys.ofTheClassPath();

    private ConfigurationKeys() {}

    /**
     * What is wrong with an environment: a line for each variable that nothing reads or whose value is refused, and one if the
     * {@code SACCADE_*} variables do not go together.
     */
    public static List<String> problems(Map<String, String> environment) {
        List<String> problems = new ArrayList<>();
        Map<String, String> saccade = new TreeMap<>();
        new TreeMap<>(environment).forEach((name, value) -> {
            if (name.startsWith("SACCADE_")
                    && SACCADE.stream().anyMatch(known -> known.matcher(name).matches())) {
                saccade.put(name, value);
            } else {
                problem(name, value).ifPresent(problem -> problems.add(name + ": " + problem));
            }
        });
        together(saccade).ifPresent(problems::add);
        return problems;
    }

    private static Optional<String> problem(String name, String value) {
        if (name.startsWith("KAFKA_")) {
            return kafka(name, value);
        }
        if (name.startsWith("QUARKUS_")) {
            return QUARKUS.problem(name, value);
        }
        return PROCESS.contains(name) ? Optional.empty() : Optional.of("nothing reads it");
    }

    private static Optional<String> kafka(String name, String value) {
        ConfigDef.ConfigKey key = KAFKA.get(name);
        if (key == null) {
            return Optional.of("no Kafka client has such a setting");
        }
        try {
            Object parsed = ConfigDef.parseType(key.name, value, key.type());
            if (key.validator != null) {
                key.validator.ensureValid(key.name, parsed);
            }
            return Optional.empty();
        } catch (ConfigException e) {
            return Optional.of(e.getMessage());
        }
    }

    /** As the service maps and checks them at its start. */
    private static Optional<String> together(Map<String, String> environment) {
        try {
            SaccadeConfig config = new SmallRyeConfigBuilder()
                    .withConverter(Duration.class, 200, new DurationConverter())
                    .withMapping(SaccadeConfig.class)
                    .withSources(new EnvConfigSource(environment, ENVIRONMENT))
                    .build()
                    .getConfigMapping(SaccadeConfig.class);
            config.check();
            config.watch();
            config.scoring();
            return Optional.empty();
        } catch (RuntimeException e) {
            return Optional.of(e.getMessage());
        }
    }

    /** The names that a key has as a variable; {@code *} is any key of a map, in quotes that become underscores. */
    private static Pattern pattern(String key) {
        return Pattern.compile(Stream.of(key.split("\\*", -1))
                .map(part ->
                        StringUtil.replaceNonAlphanumericByUnderscores(part).toUpperCase(Locale.ROOT))
                .collect(Collectors.joining("_?[A-Z0-9_]+?_?")));
    }
}
