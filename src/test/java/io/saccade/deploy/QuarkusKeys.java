package io.saccade.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The {@code QUARKUS_*} variables of the extensions on the class path, from the models of their documentation. */
final class QuarkusKeys {

    private static final String MODEL = "META-INF/quarkus-config-doc/quarkus-config-model.json";

    /** Keys of maps stand between two underscores. */
    private static final Pattern MAP_KEY = Pattern.compile("__[A-Z0-9_]+?_(?=_|$)");

    /** The converter takes any other word for {@code false}. */
    private static final Set<String> BOOLEAN = Set.of("true", "false");

    /** How a key is documented: when it is read, and the type of its value. */
    private record Key(Pattern name, String phase, String type) {}

    private final Map<String, Key> keys = new LinkedHashMap<>();
    private final SmallRyeConfig converters =
            new SmallRyeConfigBuilder().addDiscoveredConverters().build();

    private QuarkusKeys() {}

    static QuarkusKeys ofTheClassPath() {
        QuarkusKeys keys = new QuarkusKeys();
        try {
            for (URL model : Collections.list(QuarkusKeys.class.getClassLoader().getResources(MODEL))) {
                try (InputStream json = model.openStream()) {
                    keys.add(new ObjectMapper().readTree(json));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return keys;
    }

    /** What is wrong with a variable of a container; empty if it is a setting of run time and its value can be converted. */
    Optional<String> problem(String name, String value) {
        Optional<Key> key = Optional.ofNullable(keys.get(name)).or(() -> keys.values().stream()
                .filter(known -> known.name.matcher(name).matches())
                .findFirst());
        if (key.isEmpty()) {
            return Optional.of("no extension has such a setting");
        }
        if (!key.get().phase.equals("RUN_TIME")) {
            return Optional.of("is fixed when the service is built");
        }
        return refusal(key.get().type, value);
    }

    private Optional<String> refusal(String type, String value) {
        if (type(type) == boolean.class && !BOOLEAN.contains(value)) {
            return Optional.of(value + " is neither true nor false");
        }
        try {
            converters.requireConverter(type(type)).convert(value);
            return Optional.empty();
        } catch (IllegalArgumentException | NoSuchElementException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** The class of a value; of lists, maps and what we can't load, text. */
    private static Class<?> type(String name) {
        return switch (name) {
            case "boolean", "java.lang.Boolean" -> boolean.class;
            case "int", "java.util.OptionalInt" -> int.class;
            case "long", "java.util.OptionalLong" -> long.class;
            case "float" -> float.class;
            case "java.util.List", "java.util.Set", "java.util.Map" -> String.class;
            default -> load(name);
        };
    }

    /** A class, or one nested in a class: the models write both with dots. */
    private static Class<?> load(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            int dot = name.lastIndexOf('.');
            if (dot < 0) {
                throw new IllegalStateException("no class " + name, e);
            }
            return load(name.substring(0, dot) + '$' + name.substring(dot + 1));
        }
    }

    private void add(JsonNode node) {
        JsonNode path = node.path("path");
        if (path.has("environmentVariable")) {
            String name = path.path("environmentVariable").asText();
            String pattern = MAP_KEY.matcher(name).replaceAll("__[A-Z0-9_]+_");
            keys.put(
                    name,
                    new Key(
                            Pattern.compile(pattern),
                            node.path("phase").asText(),
                            node.path("type").asText()));
        }
        node.forEach(this::add);
    }
}
