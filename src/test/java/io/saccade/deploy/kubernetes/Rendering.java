package io.saccade.deploy.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** What {@code kubectl kustomize} makes of an overlay, as typed resources. */
record Rendering(List<Object> resources, String warnings) {

    private static final Path K8S = Path.of("k8s");
    private static final Map<String, Rendering> RENDERED = new ConcurrentHashMap<>();

    /** A workload and the pods that it makes. */
    record Workload(String kind, String name, LabelSelector selector, Integer replicas, PodTemplateSpec template) {

        Map<String, String> labels() {
            return template.getMetadata().getLabels();
        }

        /** The names of the pods that there may be first; those of a Deployment end at random. */
        String firstPod() {
            return kind.equals("StatefulSet") ? name + "-0" : name + "-7d4b9c6f5-x2x4z";
        }
    }

    /**
     * Renders an overlay, once.
     *
     * @throws IllegalStateException if it can't be rendered
     * @throws IllegalArgumentException if a resource does not fit its class
     */
    static Rendering of(String overlay) {
        return RENDERED.computeIfAbsent(
                overlay, name -> render(K8S.resolve("overlays").resolve(name)));
    }

    private static Rendering render(Path overlay) {
        try {
            Path errors = Files.createTempFile("kubectl-", ".log");
            try {
                Process kubectl = new ProcessBuilder(
                                System.getProperty("kubectl", "kubectl"), "kustomize", overlay.toString())
                        .redirectError(errors.toFile())
                        .start();
                String yaml = new String(kubectl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                String warnings = Files.readString(errors);
                if (kubectl.waitFor() != 0) {
                    throw new IllegalStateException(overlay + " can't be rendered: " + warnings);
                }
                return new Rendering(read(yaml), warnings);
            } finally {
                Files.delete(errors);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while rendering", e);
        }
    }

    private static List<Object> read(String yaml) throws IOException {
        List<Object> resources = new ArrayList<>();
        try (MappingIterator<JsonNode> documents =
                Models.yaml().readerFor(JsonNode.class).readValues(yaml)) {
            while (documents.hasNext()) {
                resources.add(Models.read(documents.next()));
            }
        }
        return resources;
    }

    /** The resources of a class. */
    <T> Stream<T> all(Class<T> type) {
        return resources.stream().filter(type::isInstance).map(type::cast);
    }

    /** The one resource of a class. */
    <T> T only(Class<T> type) {
        List<T> found = all(type).toList();
        if (found.size() != 1) {
            throw new IllegalStateException(found.size() + " resources of " + type.getSimpleName() + ", expected one");
        }
        return found.get(0);
    }

    /** The resource of a class with that name. */
    <T extends HasMetadata> Optional<T> named(Class<T> type, String name) {
        return all(type)
                .filter(resource -> resource.getMetadata().getName().equals(name))
                .findFirst();
    }

    /** Everything that makes pods of the service. */
    List<Workload> workloads() {
        return Stream.concat(
                        all(StatefulSet.class)
                                .map(set -> new Workload(
                                        "StatefulSet",
                                        set.getMetadata().getName(),
                                        set.getSpec().getSelector(),
                                        set.getSpec().getReplicas(),
                                        set.getSpec().getTemplate())),
                        all(Deployment.class)
                                .map(deployment -> new Workload(
                                        "Deployment",
                                        deployment.getMetadata().getName(),
                                        deployment.getSpec().getSelector(),
                                        deployment.getSpec().getReplicas(),
                                        deployment.getSpec().getTemplate())))
                .toList();
    }

    /** Those whose pods have all these labels. */
    List<Workload> selected(Map<String, String> labels) {
        return workloads().stream()
                .filter(workload -> workload.labels().entrySet().containsAll(labels.entrySet()))
                .toList();
    }

    /** The workload with that name. */
    Workload workload(String name) {
        return workloads().stream()
                .filter(workload -> workload.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
