package io.saccade.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBackend;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.saccade.deploy.ConfigurationKeys;
import io.saccade.deploy.kubernetes.Rendering.Workload;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the API server and the service would make of each overlay: {@code -Dkubectl=/path/to/kubectl}. */
@Tag("kubectl")
class OverlaysTest {

    private static final Properties APPLICATION = application();

    /** Read by the virtual machine's libraries, or put together into other variables. */
    private static final Set<String> NO_SETTINGS = Set.of("MALLOC_ARENA_MAX", "CUDA_CACHE_PATH", "POD_NAME");

    @ParameterizedTest
    @ValueSource(strings = {"dev", "production", "gpu"})
    void itIsRenderedWithoutAWarning(String overlay) {
        assertThat(Rendering.of(overlay).warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "production", "gpu"})
    void podsKeepToTheRestrictedStandard(String overlay) {
        Rendering rendering = Rendering.of(overlay);

        assertThat(rendering.only(Namespace.class).getMetadata().getLabels())
                .containsEntry("pod-security.kubernetes.io/enforce", "restricted");
        for (Workload workload : rendering.workloads()) {
            assertThat(PodSecurity.violations(workload.template().getSpec()))
                    .as(workload.name())
                    .isEmpty();
        }
    }

    /** Beyond the standard. */
    @ParameterizedTest
    @ValueSource(strings = {"dev", "production", "gpu"})
    void podsHaveNoMoreThanTheyNeed(String overlay) throws Exception {
        Rendering rendering = Rendering.of(overlay);
        String user = Files.readAllLines(Path.of("docker/Dockerfile")).stream()
                .filter(line -> line.startsWith("USER "))
                .reduce("", (first, last) -> last);

        for (Workload workload : rendering.workloads()) {
            PodSpec pod = workload.template().getSpec();
            SecurityContext context = container(workload).getSecurityContext();
            assertThat(pod.getAutomountServiceAccountToken()).isFalse();
            assertThat(pod.getEnableServiceLinks()).isFalse();
            assertThat("USER " + pod.getSecurityContext().getRunAsUser() + ":"
                            + pod.getSecurityContext().getRunAsGroup())
                    .as("who owns what is in the image")
                    .isEqualTo(user);
            assertThat(context.getReadOnlyRootFilesystem()).isTrue();
            assertThat(container(workload).getResources().getLimits()).containsKeys("cpu", "memory");
            assertThat(container(workload).getResources().getRequests().get("memory"))
                    .isEqualTo(container(workload).getResources().getLimits().get("memory"));
            assertThat(pod.getVolumes())
                    .filteredOn(volume -> volume.getEmptyDir() != null)
                    .allMatch(volume -> volume.getEmptyDir().getSizeLimit() != null);
            assertThat(rendering.named(ServiceAccount.class, pod.getServiceAccountName()))
                    .hasValueSatisfying(account -> assertThat(account.getAutomountServiceAccountToken())
                            .isFalse());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "production", "gpu"})
    void eachRoleHasAWorkloadThatSelectsItsOwnPodsAlone(String overlay) {
        Rendering rendering = Rendering.of(overlay);

        assertThat(rendering.workloads())
                .extracting(workload -> environment(rendering, workload).get("SACCADE_ROLES"))
                .containsExactlyInAnyOrder("score", "train", "serve");
        for (Workload workload : rendering.workloads()) {
            assertThat(rendering.selected(workload.selector().getMatchLabels())).containsExactly(workload);
            assertThat(workload.template().getSpec().getTopologySpreadConstraints())
                    .allSatisfy(spread -> assertThat(
                                    rendering.selected(spread.getLabelSelector().getMatchLabels()))
                            .contains(workload));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "production", "gpu"})
    void servicesReachAPortOfTheirPods(String overlay) {
        Rendering rendering = Rendering.of(overlay);

        assertThat(rendering.all(Service.class)).isNotEmpty().allSatisfy(service -> {
            List<Workload> pods = rendering.selected(service.getSpec().getSelector());
            assertThat(pods).hasSize(1);
            for (ServicePort port : service.getSpec().getPorts()) {
                assertThat(port(pods.get(0), port.getTargetPort())).isPositive();
            }
        });
        assertThat(rendering.all(StatefulSet.class)).isNotEmpty().allSatisfy(set -> assertThat(
                        rendering.named(Service.class, set.getSpec().getServiceName()))
                .hasValueSatisfying(service -> {
                    assertThat(service.getSpec().getClusterIP()).isEqualTo("None");
                    assertThat(rendering.selected(service.getSpec().getSelector()))
                            .extracting(Workload::name)
                            .containsExactly(set.getMetadata().getName());
                }));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "production", "gpu"})
    void portsAreThoseThatTheServiceListensOn(String overlay) {
        Rendering rendering = Rendering.of(overlay);

        for (Workload workload : rendering.workloads()) {
            Map<String, String> environment = environment(rendering, workload);
            assertThat(port(workload, new IntOrString("management")))
                    .isEqualTo(setting(environment, "quarkus.management.port"));
            assertThat(environment).containsEntry("QUARKUS_MANAGEMENT_HOST", "0.0.0.0");
            if (environment.get("SACCADE_ROLES").equals("serve")) {
                assertThat(port(workload, new IntOrString("http")))
                        .isEqualTo(setting(environment, "quarkus.http.port"));
                assertThat(environment).containsEntry("QUARKUS_HTTP_HOST", "0.0.0.0");
            } else {
                assertThat(environment).doesNotContainKey("QUARKUS_HTTP_HOST");
                assertThat(container(workload).getPorts()).hasSize(1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "production", "gpu"})
    void probesAskTheHealthGroupsInGoodTime(String overlay) {
        Rendering rendering = Rendering.of(overlay);

        for (Workload workload : rendering.workloads()) {
            Container container = container(workload);
            assertThat(asks(workload, container.getStartupProbe())).isEqualTo("/q/health/started");
            assertThat(asks(workload, container.getReadinessProbe())).isEqualTo("/q/health/ready");
            assertThat(asks(workload, container.getLivenessProbe())).isEqualTo("/q/health/live");
            assertThat(patience(container.getStartupProbe()))
                    .as("a start of 10 s, ten times over")
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(100));
            assertThat(patience(container.getLivenessProbe()))
                    .as("one slow answer is none too many")
                    .isBetween(Duration.ofSeconds(20), Duration.ofSeconds(60));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "production", "gpu"})
    void aPodIsGivenTheTimeThatItsStopTakes(String overlay) throws Exception {
        Rendering rendering = Rendering.of(overlay);
        Duration stop = stopOf("io.saccade.kafka.FramesConnector");
        Duration training = stopOf("io.saccade.kafka.training.TrainingService");

        for (Workload workload : rendering.workloads()) {
            Container container = container(workload);
            Duration before = container.getLifecycle() == null
                    ? Duration.ZERO
                    : Duration.ofSeconds(
                            container.getLifecycle().getPreStop().getSleep().getSeconds());
            Duration transaction =
                    Settings.of(environment(rendering, workload)).transaction().timeout();
            Duration drain =
                    switch (environment(rendering, workload).get("SACCADE_ROLES")) {
                        case "score" -> stop.plus(transaction);
                        case "train" -> training.plus(transaction);
                        default -> Duration.ofSeconds(10);
                    };
            assertThat(Duration.ofSeconds(workload.template().getSpec().getTerminationGracePeriodSeconds()))
                    .as(workload.name())
                    .isGreaterThan(before.plus(drain).plusSeconds(5));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "production", "gpu"})
    void disruptionBudgetsLeaveRoomForAnEviction(String overlay) {
        Rendering rendering = Rendering.of(overlay);

        List<Workload> kept = rendering
                .all(PodDisruptionBudget.class)
                .map(budget -> {
                    assertThat(budget.getSpec().getMinAvailable()).isNull();
                    assertThat(budget.getSpec().getMaxUnavailable().getIntVal()).isPositive();
                    List<Workload> selected =
                            rendering.selected(budget.getSpec().getSelector().getMatchLabels());
                    assertThat(selected).hasSize(1);
                    return selected.get(0);
                })
                .toList();

        assertThat(kept).containsExactlyInAnyOrderElementsOf(rendering.workloads());
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "production", "gpu"})
    void prometheusFindsEveryPod(String overlay) {
        Rendering rendering = Rendering.of(overlay);
        PodMonitor monitor = rendering.only(PodMonitor.class);

        List<Workload> found =
                rendering.selected(monitor.getSpec().getSelector().getMatchLabels());

        assertThat(found).containsExactlyInAnyOrderElementsOf(rendering.workloads());
        assertThat(monitor.getSpec().getPodMetricsEndpoints()).hasSize(1).allSatisfy(endpoint -> {
            assertThat(endpoint.getPath()).isEqualTo("/q/metrics");
            assertThat(found).allMatch(pods -> port(pods, new IntOrString(endpoint.getPort())) > 0);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "production", "gpu"})
    void grafanaFindsEveryDashboardAndPrometheusItsRules(String overlay) throws Exception {
        Rendering rendering = Rendering.of(overlay);
        List<String> dashboards;
        try (Stream<Path> files = Files.list(Path.of("k8s/base/dashboards"))) {
            dashboards = files.map(file -> file.getFileName().toString()).toList();
        }

        assertThat(rendering
                        .all(ConfigMap.class)
                        .filter(map -> map.getMetadata().getLabels().containsKey("grafana_dashboard"))
                        .flatMap(map -> map.getData().keySet().stream()))
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(dashboards);
        assertThat(rendering.only(PrometheusRule.class).getSpec().getGroups()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "production", "gpu"})
    void everyVariableIsASettingWithAValueThatItTakes(String overlay) {
        Rendering rendering = Rendering.of(overlay);

        for (Workload workload : rendering.workloads()) {
            Map<String, String> environment = environment(rendering, workload);
            environment.keySet().removeAll(NO_SETTINGS);
            assertThat(ConfigurationKeys.problems(environment))
                    .as(workload.name())
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "production", "gpu"})
    void whatPodsReferToIsThereOrMadeByStrimziOrToldInTheReadme(String overlay) {
        Rendering rendering = Rendering.of(overlay);
        Set<String> secrets = Strimzi.secrets(rendering);
        secrets.add("saccade-access");

        for (Workload workload : rendering.workloads()) {
            assertThat(container(workload).getEnvFrom()).isNotEmpty().allSatisfy(from -> assertThat(rendering.named(
                            ConfigMap.class, from.getConfigMapRef().getName()))
                    .hasValueSatisfying(map -> assertThat(map.getImmutable()).isTrue()));
            assertThat(container(workload).getEnv().stream()
                            .map(variable -> variable.getValueFrom())
                            .filter(from -> from != null && from.getSecretKeyRef() != null)
                            .map(from -> from.getSecretKeyRef().getName()))
                    .isNotEmpty()
                    .isSubsetOf(secrets);
            assertThat(workload.template().getSpec().getVolumes())
                    .filteredOn(volume -> volume.getSecret() != null)
                    .allMatch(volume -> secrets.contains(volume.getSecret().getSecretName()));
            assertThat(container(workload).getVolumeMounts())
                    .allMatch(mount -> workload.template().getSpec().getVolumes().stream()
                            .anyMatch(volume -> volume.getName().equals(mount.getName())));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "production", "gpu"})
    void noSecretIsPartOfIt(String overlay) {
        Rendering rendering = Rendering.of(overlay);

        assertThat(rendering.all(Secret.class)).isEmpty();
        for (Workload workload : rendering.workloads()) {
            assertThat(container(workload).getEnv())
                    .filteredOn(variable -> variable.getName().matches(".*(PASSWORD|SECRET|TOKEN|JAAS).*"))
                    .allMatch(variable -> variable.getValue() == null);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "production", "gpu"})
    void imagesHaveAVersion(String overlay) {
        assertThat(Rendering.of(overlay).workloads())
                .extracting(workload -> container(workload).getImage())
                .allMatch(image -> image.matches("[^:@]+(:[^:@]+|@sha256:[0-9a-f]{64})"))
                .noneMatch(image -> image.endsWith(":latest"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"production", "gpu"})
    void thePageIsBehindTlsAndALogin(String overlay) {
        Rendering rendering = Rendering.of(overlay);
        Ingress ingress = rendering.only(Ingress.class);

        List<String> hosts = ingress.getSpec().getTls().stream()
                .flatMap(tls -> tls.getHosts().stream())
                .toList();
        assertThat(ingress.getSpec().getRules()).hasSize(1).allSatisfy(rule -> {
            assertThat(hosts).contains(rule.getHost());
            IngressBackend backend = rule.getHttp().getPaths().get(0).getBackend();
            Service service = rendering
                    .named(Service.class, backend.getService().getName())
                    .orElseThrow();
            assertThat(service.getSpec().getPorts())
                    .extracting(ServicePort::getName)
                    .contains(backend.getService().getPort().getName());
            assertThat(environment(rendering, rendering.workload("saccade-serve")))
                    .containsEntry("SACCADE_ACCESS", "oidc")
                    .containsEntry("SACCADE_ACCESS_ORIGINS", "https://" + rule.getHost());
        });
    }

    @Test
    @DisplayName("on GPUs, scoring takes one and refuses to start without; the rest takes none")
    void gpu() {
        Rendering rendering = Rendering.of("gpu");

        for (Workload workload : rendering.workloads()) {
            boolean scores = workload.name().equals("saccade-score");
            Container container = container(workload);
            assertThat(environment(rendering, workload))
                    .containsEntry("SACCADE_EXECUTION_PROVIDER", scores ? "cuda" : "cpu");
            assertThat(container.getResources().getLimits().containsKey("nvidia.com/gpu"))
                    .isEqualTo(scores);
            assertThat(container.getImage().endsWith("-cuda")).isEqualTo(scores);
            assertThat(workload.template().getSpec().getNodeSelector().containsKey("nvidia.com/gpu.present"))
                    .isEqualTo(scores);
            assertThat(workload.template().getSpec().getTolerations().size()).isEqualTo(scores ? 1 : 0);
        }
    }

    private static Container container(Workload workload) {
        List<Container> containers = workload.template().getSpec().getContainers();
        assertThat(containers).hasSize(1);
        return containers.get(0);
    }

    /** The variables of a pod, with something in the place of each secret. */
    static Map<String, String> environment(Rendering rendering, Workload workload) {
        Map<String, String> environment = new TreeMap<>();
        container(workload).getEnvFrom().stream()
                .map(from -> from.getConfigMapRef().getName())
                .map(name -> rendering.named(ConfigMap.class, name).orElseThrow())
                .forEach(map -> environment.putAll(map.getData()));
        container(workload).getEnv().forEach(variable -> {
            if (variable.getValueFrom() == null) {
                environment.put(variable.getName(), resolved(variable.getValue(), environment));
            } else if (variable.getValueFrom().getFieldRef() != null) {
                assertThat(variable.getValueFrom().getFieldRef().getFieldPath()).isEqualTo("metadata.name");
                environment.put(variable.getName(), workload.firstPod());
            } else {
                environment.put(variable.getName(), "a secret");
            }
        });
        return environment;
    }

    /** References to variables that come before. */
    private static String resolved(String value, Map<String, String> environment) {
        String resolved = value;
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            resolved = resolved.replace("$(" + variable.getKey() + ")", variable.getValue());
        }
        assertThat(resolved).doesNotContain("$(");
        return resolved;
    }

    private static int port(Workload workload, IntOrString target) {
        return container(workload).getPorts().stream()
                .filter(port -> target.getStrVal() == null
                        ? Objects.equals(port.getContainerPort(), target.getIntVal())
                        : target.getStrVal().equals(port.getName()))
                .map(ContainerPort::getContainerPort)
                .findFirst()
                .orElse(0);
    }

    private static int setting(Map<String, String> environment, String key) {
        String variable = key.replaceAll("[^a-z0-9]", "_").toUpperCase(Locale.ROOT);
        return Integer.parseInt(environment.getOrDefault(variable, APPLICATION.getProperty(key)));
    }

    private static String asks(Workload workload, Probe probe) {
        assertThat(probe.getHttpGet().getPort().getStrVal()).isEqualTo("management");
        assertThat(port(workload, probe.getHttpGet().getPort())).isPositive();
        return probe.getHttpGet().getPath();
    }

    private static Duration patience(Probe probe) {
        return Duration.ofSeconds((long) probe.getPeriodSeconds() * probe.getFailureThreshold());
    }

    private static Duration stopOf(String type) throws ReflectiveOperationException {
        var seconds = Class.forName(type).getDeclaredField("STOP_SECONDS");
        seconds.setAccessible(true);
        return Duration.ofSeconds(seconds.getLong(null));
    }

    private static Properties application() {
        try (InputStream file = Files.newInputStream(Path.of("src/main/resources/application.properties"))) {
            Properties properties = new Properties();
            properties.load(file);
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
