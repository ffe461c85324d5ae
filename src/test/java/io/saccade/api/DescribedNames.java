package io.saccade.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.saccade.api.TopicsDocument.Schema;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The names of fields that a schema describes, nested ones too, and which of them were seen. */
final class DescribedNames {

    /** By path, as {@code /__metadata__/camera} or {@code /^c[0-5]_/}, what tells that a field is it. */
    private final Map<String, Predicate<String>> described = new TreeMap<>();

    private final Set<String> seen = new TreeSet<>();

    DescribedNames(Schema schema) {
        collect("", "", schema.location());
    }

    private void collect(String name, String pattern, URI location) {
        JsonNode file = TopicsDocument.yaml(location.getPath());
        String fragment = location.getFragment();
        collect(name, pattern, location, fragment == null ? file : file.at(fragment));
    }

    private void collect(String name, String pattern, URI location, JsonNode schema) {
        if (schema.has("$ref")) {
            collect(name, pattern, location.resolve(schema.path("$ref").asText()));
        }
        schema.path("allOf").forEach(part -> collect(name, pattern, location, part));
        schema.path("properties").properties().forEach(field -> {
            String inner = pattern + "/" + Pattern.quote(field.getKey());
            described.put(name + "/" + field.getKey(), Pattern.compile(inner).asMatchPredicate());
            collect(name + "/" + field.getKey(), inner, location, field.getValue());
        });
        schema.path("patternProperties").properties().forEach(field -> {
            String inner = pattern + "/" + within(field.getKey());
            described.put(name + "/" + field.getKey(), Pattern.compile(inner).asMatchPredicate());
            collect(name + "/" + field.getKey(), inner, location, field.getValue());
        });
    }

    /** A pattern of JSON Schema finds, one of ours matches. */
    private static String within(String pattern) {
        String begun = pattern.startsWith("^") ? pattern.substring(1) : "[^/]*" + pattern;
        return begun.endsWith("$") ? begun.substring(0, begun.length() - 1) : begun + "[^/]*";
    }

    /** Notes the fields of a value, and gives those that nobody described. */
    Set<String> see(JsonNode value) {
        Set<String> unknown = new TreeSet<>();
        see("", value, unknown);
        return unknown;
    }

    private void see(String path, JsonNode value, Set<String> unknown) {
        value.properties().forEach(field -> {
            String inner = path + "/" + field.getKey();
            boolean known = false;
            for (Map.Entry<String, Predicate<String>> name : described.entrySet()) {
                if (name.getValue().test(inner)) {
                    seen.add(name.getKey());
                    known = true;
                }
            }
            if (!known) {
                unknown.add(inner);
            }
            see(inner, field.getValue(), unknown);
        });
    }

    /** Described and never seen. */
    Set<String> unseen() {
        Set<String> unseen = new TreeSet<>(described.keySet());
        unseen.removeAll(seen);
        return unseen;
    }
}
