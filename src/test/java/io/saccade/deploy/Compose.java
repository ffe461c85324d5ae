package io.saccade.deploy;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * A Compose file, read strictly: a key that is not here is an error, twice the same key too. It has the part of the Compose
 * specification that our files use.
 */
record Compose(String name, Map<String, Service> services, Map<String, JsonNode> volumes) {

    static final Path FILE = Path.of("docker/compose.yaml");
    static final Path GPU_FILE = Path.of("docker/compose.gpu.yaml");

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+):\\?[^}]+}");
    private static final ObjectMapper STRICT = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    Compose {
        services = Map.copyOf(services);
        volumes = volumes == null ? Map.of() : new LinkedHashMap<>(volumes);
    }

    /** Reads a file with the variables that it asks for. */
    static Compose read(Path file, Map<String, String> variables) {
        try {
            return parse(Files.readString(file), variables);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same from text. */
    static Compose parse(String yaml, Map<String, String> variables) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        Map<String, Object> document = new LinkedHashMap<>(new Yaml(options).load(interpolated(yaml, variables)));
        document.keySet().removeIf(key -> key.startsWith("x-"));
        return STRICT.convertValue(document, Compose.class);
    }

    private static String interpolated(String yaml, Map<String, String> variables) {
        String text = VARIABLE.matcher(yaml).replaceAll(asked -> {
            String value = variables.get(asked.group(1));
            if (value == null) {
                throw new IllegalArgumentException(asked.group(1) + " is asked for and not given");
            }
            return Matcher.quoteReplacement(value);
        });
        if (text.contains("$")) {
            throw new IllegalArgumentException("a variable is not in the form ${NAME:?why}");
        }
        return text;
    }

    /** A service. */
    record Service(
            String image,
            Build build,
            String user,
            boolean readOnly,
            List<String> tmpfs,
            String restart,
            List<String> capDrop,
            List<String> securityOpt,
            Logging logging,
            String memLimit,
            String stopGracePeriod,
            Map<String, Dependency> dependsOn,
            Healthcheck healthcheck,
            List<String> command,
            Map<String, String> environment,
            List<String> ports,
            List<String> volumes,
            Deploy deploy) {

        Service {
            tmpfs = orNone(tmpfs);
            capDrop = orNone(capDrop);
            securityOpt = orNone(securityOpt);
            command = orNone(command);
            ports = orNone(ports);
            volumes = orNone(volumes);
            dependsOn = dependsOn == null ? Map.of() : Map.copyOf(dependsOn);
            environment = environment == null ? Map.of() : Map.copyOf(environment);
        }

        private static List<String> orNone(List<String> list) {
            return list == null ? List.of() : List.copyOf(list);
        }

        /** Whether it is the image that we build. */
        boolean ours() {
            return build != null;
        }
    }

    /** How an image is built. */
    record Build(String context, String dockerfile, Map<String, String> args) {}

    /** Where the output goes. */
    record Logging(String driver, Map<String, String> options) {}

    /** What another service must be before this one is started. */
    record Dependency(Condition condition) {}

    /** Conditions of {@code depends_on}. */
    enum Condition {
        @JsonProperty("service_started")
        STARTED,
        @JsonProperty("service_healthy")
        HEALTHY,
        @JsonProperty("service_completed_successfully")
        COMPLETED
    }

    /** How a container is asked whether it is healthy. */
    record Healthcheck(
            List<String> test,
            String interval,
            String timeout,
            int retries,
            String startPeriod,
            @JsonFormat(shape = JsonFormat.Shape.BOOLEAN) boolean disable) {}

    /** What the platform keeps for a service. */
    record Deploy(Resources resources) {}

    /** Kept and limited. */
    record Resources(Reservations reservations) {}

    /** Kept for a service. */
    record Reservations(List<Device> devices) {}

    /** Devices of a kind. */
    record Device(String driver, int count, List<String> capabilities) {}
}
