package io.saccade.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules and dashboards as files: complete, and in the form that Prometheus, its operator and Grafana take. */
class OperationsFilesTest {

    @Test
    void kubernetesAndComposeHaveTheSameRules() throws Exception {
        JsonNode rule = OperationsFiles.read(OperationsFiles.KUBERNETES_RULES);
        assertThat(rule.path("spec").path("groups"))
                .isEqualTo(OperationsFiles.read(OperationsFiles.RULES).path("groups"));
        PrometheusRule typed = new YAMLMapper().convertValue(rule, PrometheusRule.class);
        assertThat(typed.getApiVersion()).isEqualTo("monitoring.coreos.com/v1");
        assertThat(typed.getKind()).isEqualTo("PrometheusRule");
        assertThat(typed.getAdditionalProperties()).isEmpty();
        assertThat(typed.getSpec().getAdditionalProperties()).isEmpty();
        assertThat(typed.getSpec().getGroups()).hasSize(2).allSatisfy(group -> {
            assertThat(group.getAdditionalProperties()).isEmpty();
            assertThat(group.getRules())
                    .allSatisfy(one -> assertThat(one.getAdditionalProperties()).isEmpty());
        });
    }

    @Test
    void everyAlertLeadsToWhatToDo() throws Exception {
        List<String> page = Files.readAllLines(OperationsFiles.PAGE);
        Set<String> names = new HashSet<>();
        for (JsonNode alert : OperationsFiles.alerts()) {
            String name = alert.path("alert").asText();
            assertThat(names.add(name)).as(name).isTrue();
            assertThat(page).contains("#### " + name);
            assertThat(alert.path("annotations").path("runbook").asText())
                    .isEqualTo(OperationsFiles.PAGE + "#" + name.toLowerCase(Locale.ROOT));
            assertThat(alert.path("annotations").path("summary").asText()).isNotBlank();
            assertThat(alert.path("labels").path("severity").asText()).isIn("warning", "critical");
        }
        assertThat(page.stream().filter(line -> line.startsWith("#### Saccade")))
                .as("alerts on the page")
                .hasSize(names.size());
    }

    @Test
    void everyAlertHasATestInWhichItFires() throws Exception {
        String tests = Files.readString(Path.of("docker/prometheus/rules-test.yaml"));
        for (JsonNode alert : OperationsFiles.alerts()) {
            assertThat(tests).contains("{alertname=\"" + alert.path("alert").asText() + "\"}");
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void aDashboardIsWhole(Path file) {
        JsonNode dashboard = OperationsFiles.read(file);
        assertThat(dashboard.path("schemaVersion").asInt()).isEqualTo(39);
        assertThat(dashboard.path("uid").asText()).matches("[a-z-]{1,40}");
        assertThat(dashboard.path("title").asText()).isNotBlank();
        Set<String> variables = new HashSet<>();
        dashboard
                .path("templating")
                .path("list")
                .forEach(variable -> variables.add("${" + variable.path("name").asText() + "}"));
        Set<Integer> ids = new HashSet<>();
        List<JsonNode> placed = new ArrayList<>();
        for (JsonNode panel : dashboard.path("panels")) {
            String title = panel.path("title").asText();
            assertThat(title).isNotBlank();
            assertThat(ids.add(panel.path("id").asInt())).as("id of " + title).isTrue();
            JsonNode grid = panel.path("gridPos");
            assertThat(grid.path("x").asInt() + grid.path("w").asInt())
                    .as("width of " + title)
                    .isBetween(1, 24);
            assertThat(grid.path("h").asInt()).as("height of " + title).isPositive();
            assertThat(placed).as(title).noneMatch(other -> overlap(other, grid));
            placed.add(grid);
            if (panel.path("type").asText().equals("row")) {
                continue;
            }
            assertThat(panel.path("fieldConfig").path("defaults").path("unit").asText())
                    .as("unit of " + title)
                    .isNotBlank();
            assertThat(panel.path("targets")).isNotEmpty().allSatisfy(target -> {
                assertThat(target.path("refId").asText()).isNotBlank();
                assertThat(target.path("datasource")).isEqualTo(panel.path("datasource"));
                assertThat(variables)
                        .contains(target.path("datasource").path("uid").asText());
            });
        }
    }

    @Test
    void theVariablesBeginWithTheProvisionedDataSources() {
        JsonNode sources = OperationsFiles.read(Path.of("docker/grafana/provisioning/datasources/datasources.yaml"))
                .path("datasources");
        for (Path file : OperationsFiles.dashboards()) {
            for (JsonNode variable :
                    OperationsFiles.read(file).path("templating").path("list")) {
                if (variable.path("type").asText().equals("datasource")) {
                    assertThat(sources).anySatisfy(source -> {
                        assertThat(source.path("uid"))
                                .isEqualTo(variable.path("current").path("value"));
                        assertThat(source.path("type")).isEqualTo(variable.path("query"));
                    });
                }
            }
        }
    }

    static Stream<Path> dashboards() {
        return OperationsFiles.dashboards().stream();
    }

    private static boolean overlap(JsonNode one, JsonNode other) {
        return overlap(one, other, "x", "w") && overlap(one, other, "y", "h");
    }

    private static boolean overlap(JsonNode one, JsonNode other, String from, String length) {
        return one.path(from).asInt()
                        < other.path(from).asInt() + other.path(length).asInt()
                && other.path(from).asInt()
                        < one.path(from).asInt() + one.path(length).asInt();
    }
}
