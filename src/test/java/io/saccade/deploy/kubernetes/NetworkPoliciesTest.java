package io.saccade.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.saccade.deploy.kubernetes.Rendering.Workload;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may talk to whom: nobody, but for what is listed here. */
@Tag("kubectl")
class NetworkPoliciesTest {

    private static final int HTTP = 8080;
    private static final int MANAGEMENT = 9000;

    private static final Map<String, String> PROMETHEUS = Map.of("saccade.io/prometheus", "true");
    private static final Map<String, String> INGRESS = Map.of("saccade.io/ingress", "true");
    private static final Map<String, String> STRANGER = Map.of("kubernetes.io/metadata.name", "default");

    @ParameterizedTest
    @ValueSource(strings = {"dev", "production", "gpu"})
    void nothingGoesInOrOutUnlessAPolicySaysSo(String overlay) {
        assertThat(policies(Rendering.of(overlay))).anySatisfy(policy -> {
            assertThat(labels(policy.getSpec().getPodSelector())).isEmpty();
            assertThat(policy.getSpec().getPolicyTypes()).containsExactlyInAnyOrder("Ingress", "Egress");
            assertThat(policy.getSpec().getIngress()).isEmpty();
            assertThat(policy.getSpec().getEgress()).isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "production", "gpu"})
    void eachPolicyIsAboutPodsThatThereAre(String overlay) {
        Rendering rendering = Rendering.of(overlay);

        assertThat(policies(rendering)).allSatisfy(policy -> {
            Map<String, String> labels = labels(policy.getSpec().getPodSelector());
            assertThat(!rendering.selected(labels).isEmpty()
                            || Strimzi.brokerLabels(rendering).entrySet().containsAll(labels.entrySet()))
                    .as(policy.getMetadata().getName())
                    .isTrue();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "production", "gpu"})
    void prometheusReachesTheMetricsAndTheIngressThePageAndNobodyElseAnything(String overlay) {
        Rendering rendering = Rendering.of(overlay);

        for (Workload workload : rendering.workloads()) {
            boolean serves = workload.name().equals("saccade-serve");
            assertThat(reaches(rendering, PROMETHEUS, workload, MANAGEMENT)).isTrue();
            assertThat(reaches(rendering, PROMETHEUS, workload, HTTP)).isFalse();
            assertThat(reaches(rendering, INGRESS, workload, HTTP)).isEqualTo(serves);
            assertThat(reaches(rendering, INGRESS, workload, MANAGEMENT)).isFalse();
            assertThat(reaches(rendering, STRANGER, workload, HTTP)).isFalse();
            assertThat(reaches(rendering, STRANGER, workload, MANAGEMENT)).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "production", "gpu"})
    void everyPodReachesKafkaAndNames(String overlay) {
        Rendering rendering = Rendering.of(overlay);
        int kafka = KafkaTest.listener(rendering).getPort();
        Map<String, String> broker = Strimzi.brokerLabels(rendering);

        for (Workload workload : rendering.workloads()) {
            assertThat(egress(rendering, workload.labels()))
                    .as("%s to Kafka", workload.name())
                    .anyMatch(rule -> opens(rule.getPorts(), kafka, "TCP", List.of())
                            && rule.getTo().stream()
                                    .anyMatch(peer -> peer.getNamespaceSelector() == null
                                            && broker.entrySet()
                                                    .containsAll(labels(peer.getPodSelector())
                                                            .entrySet())));
            assertThat(egress(rendering, workload.labels()))
                    .as("%s to DNS", workload.name())
                    .anyMatch(rule -> opens(rule.getPorts(), 53, "UDP", List.of()));
        }
        assertThat(KafkaTest.listener(rendering).getNetworkPolicyPeers())
                .anyMatch(peer -> peer.getNamespaceSelector() == null
                        && labels(peer.getPodSelector()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "production", "gpu"})
    void brokersReachEachOther(String overlay) {
        Rendering rendering = Rendering.of(overlay);
        Map<String, String> broker = Strimzi.brokerLabels(rendering);

        assertThat(egress(rendering, broker))
                .anyMatch(rule -> rule.getPorts().isEmpty()
                        && rule.getTo().stream().anyMatch(peer -> broker.entrySet()
                                .containsAll(labels(peer.getPodSelector()).entrySet())));
    }

    /** Only what has to go to addresses that no selector knows: the identity provider, and the API server from Strimzi's pods. */
    @ParameterizedTest
    @ValueSource(strings = {"dev", "production", "gpu"})
    void thoseThatScoreAndTrainReachNothingOutside(String overlay) {
        Rendering rendering = Rendering.of(overlay);

        for (Workload workload : rendering.workloads()) {
            boolean asksAProvider =
                    "oidc".equals(OverlaysTest.environment(rendering, workload).get("SACCADE_ACCESS"));
            assertThat(egress(rendering, workload.labels())
                            .anyMatch(rule -> rule.getTo().isEmpty()))
                    .as(workload.name())
                    .isEqualTo(asksAProvider);
        }
    }

    private static boolean reaches(Rendering rendering, Map<String, String> namespace, Workload workload, int port) {
        return policies(rendering)
                .filter(policy -> about(policy, workload.labels()))
                .flatMap(policy -> policy.getSpec().getIngress().stream())
                .filter(rule -> opens(
                        rule.getPorts(),
                        port,
                        "TCP",
                        workload.template().getSpec().getContainers().get(0).getPorts()))
                .anyMatch(rule -> from(rule, namespace));
    }

    private static boolean from(NetworkPolicyIngressRule rule, Map<String, String> namespace) {
        return rule.getFrom().isEmpty()
                || rule.getFrom().stream()
                        .map(NetworkPolicyPeer::getNamespaceSelector)
                        .anyMatch(selector -> selector != null
                                && namespace
                                        .entrySet()
                                        .containsAll(labels(selector).entrySet()));
    }

    private static boolean opens(
            List<NetworkPolicyPort> ports, int port, String protocol, List<ContainerPort> containerPorts) {
        return ports.isEmpty()
                || ports.stream()
                        .filter(open -> protocol.equals(open.getProtocol() == null ? "TCP" : open.getProtocol()))
                        .anyMatch(open -> number(open.getPort(), containerPorts) == port);
    }

    private static int number(IntOrString port, List<ContainerPort> containerPorts) {
        return port.getStrVal() == null
                ? port.getIntVal()
                : containerPorts.stream()
                        .filter(named -> port.getStrVal().equals(named.getName()))
                        .map(ContainerPort::getContainerPort)
                        .findFirst()
                        .orElse(0);
    }

    private static Stream<NetworkPolicyEgressRule> egress(Rendering rendering, Map<String, String> pod) {
        return policies(rendering)
                .filter(policy -> about(policy, pod))
                .flatMap(policy -> policy.getSpec().getEgress().stream());
    }

    private static boolean about(NetworkPolicy policy, Map<String, String> pod) {
        return pod.entrySet()
                .containsAll(labels(policy.getSpec().getPodSelector()).entrySet());
    }

    private static Map<String, String> labels(LabelSelector selector) {
        assertThat(selector.getMatchExpressions()).isEmpty();
        return selector.getMatchLabels() == null ? Map.of() : selector.getMatchLabels();
    }

    private static Stream<NetworkPolicy> policies(Rendering rendering) {
        return rendering.all(NetworkPolicy.class);
    }
}
