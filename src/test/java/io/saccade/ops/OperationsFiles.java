package io.saccade.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The files that operators load: rules, dashboards and the page about them. */
final class OperationsFiles {

    static final Path PAGE = Path.of("src/docs/observability.md");
    static final Path RULES = Path.of("docker/prometheus/rules.yaml");
    static final Path KUBERNETES_RULES = Path.of("k8s/base/prometheus-rule.yaml");

    private static final Path DASHBOARDS = Path.of("k8s/base/dashboards");

    private OperationsFiles() {}

    static JsonNode read(Path file) {
        try {
            ObjectMapper mapper = file.toString().endsWith(".json") ? new ObjectMapper() : new YAMLMapper();
            return mapper.readTree(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All alerts, whatever their group. */
    static List<JsonNode> alerts() {
        List<JsonNode> alerts = new ArrayList<>();
        read(RULES).path("groups").forEach(group -> group.path("rules").forEach(alerts::add));
        return alerts;
    }

    static List<Path> dashboards() {
        try (Stream<Path> files = Files.list(DASHBOARDS)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Panels that ask a data source of this plugin, of all dashboards. */
    static List<JsonNode> panels(String plugin) {
        List<JsonNode> panels = new ArrayList<>();
        for (Path file : dashboards()) {
            for (JsonNode panel : read(file).path("panels")) {
                if (panel.path("datasource").path("type").asText().equals(plugin)) {
                    panels.add(panel);
                }
            }
        }
        return panels;
    }
}
