package io.saccade.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The bill of materials that the build writes, and the image brings. */
class SbomIT {

    private final JsonNode sbom = read();

    @Test
    void itIsCycloneDx() {
        assertThat(sbom.path("bomFormat").asText()).isEqualTo("CycloneDX");
        assertThat(sbom.path("specVersion").asText()).isEqualTo("1.6");
        assertThat(sbom.at("/metadata/component/name").asText()).isEqualTo("saccade");

        Set<String> references = new HashSet<>();
        sbom.path("components").forEach(component -> {
            assertThat(component.path("type").asText()).isIn("library", "application");
            assertThat(component.path("version").asText()).isNotEmpty();
            assertThat(component.path("purl").asText()).startsWith("pkg:maven/");
            assertThat(component.path("hashes")).isNotEmpty();
            assertThat(references.add(component.path("bom-ref").asText())).isTrue();
        });
        assertThat(references).contains(sbom.at("/metadata/component/bom-ref").asText());
        sbom.path("dependencies").forEach(dependency -> {
            assertThat(references).contains(dependency.path("ref").asText());
            dependency.path("dependsOn").forEach(other -> assertThat(references).contains(other.asText()));
        });
    }

    @Test
    void itListsWhatTheServiceIsMadeOf() {
        assertThat(purls())
                .contains(
                        "pkg:maven/com.microsoft.onnxruntime/onnxruntime@" + version("onnxruntime") + "?type=jar",
                        "pkg:maven/org.apache.kafka/kafka-clients@" + version("kafka") + "?type=jar")
                .anyMatch(purl -> purl.startsWith("pkg:maven/org.bytedeco/opencv@" + opencv() + "?classifier=linux-"))
                .noneMatch(purl -> purl.contains("/kafka_2.13@") || purl.contains("/assertj-core@"));
    }

    private List<String> purls() {
        List<String> purls = new ArrayList<>();
        sbom.path("components")
                .forEach(component -> purls.add(component.path("purl").asText()));
        return purls;
    }

    private static String opencv() {
        return version("opencv").replace("${javacpp.version}", version("javacpp"));
    }

    private static String version(String name) {
        return Pom.property(name + ".version");
    }

    private static JsonNode read() {
        try {
            return new ObjectMapper()
                    .readTree(Path.of(System.getProperty("saccade.jar"))
                            .resolveSibling("saccade-cyclonedx.json")
                            .toFile());
        } catch (IOException e) {
            throw new IllegalStateException("the build has written no bill of materials", e);
        }
    }
}
