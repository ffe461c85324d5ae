package io.saccade.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.saccade.config.SaccadeConfig;
import io.saccade.deploy.kubernetes.Keda.ScaledObject;
import io.saccade.deploy.kubernetes.Keda.Trigger;
import io.saccade.deploy.kubernetes.Keda.TriggerAuthentication;
import io.saccade.deploy.kubernetes.Rendering.Workload;
import io.strimzi.api.kafka.model.user.KafkaUser;
import io.strimzi.api.kafka.model.user.acl.AclOperation;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who counts the replicas, by what, and between which bounds. */
@Tag("kubectl")
class AutoscalingTest {

    @ParameterizedTest
    @ValueSource(strings = {"production", "gpu"})
    void theScalerCountsThePodsThatScore(String overlay) {
        Rendering rendering = Rendering.of(overlay);
        Keda.ScaleTarget target = rendering.only(ScaledObject.class).spec().scaleTargetRef();
        Workload scored = rendering.workload(target.name());

        assertThat(target.kind()).isEqualTo(scored.kind());
        assertThat(OverlaysTest.environment(rendering, scored)).containsEntry("SACCADE_ROLES", "score");
        assertThat(scored.replicas()).as("not counted by the manifest too").isNull();
        assertThat(scored.template()
                        .getSpec()
                        .getContainers()
                        .get(0)
                        .getResources()
                        .getRequests())
                .as("what utilisation is a share of")
                .containsKey("cpu");
    }

    @ParameterizedTest
    @ValueSource(strings = {"production", "gpu"})
    void itAsksForTheLagOfTheGroupOnTheTopicThatIsScored(String overlay) {
        Rendering rendering = Rendering.of(overlay);
        SaccadeConfig settings = KafkaTest.settings(rendering, "saccade-score");
        Map<String, String> kafka =
                rendering.only(ScaledObject.class).spec().trigger("kafka").metadata();

        assertThat(kafka)
                .containsEntry("consumerGroup", settings.groupId())
                .containsEntry("topic", settings.topics().frames())
                .containsEntry("bootstrapServers", Strimzi.bootstrap(rendering).replace(":", ".saccade.svc:"))
                .containsEntry("offsetResetPolicy", "earliest")
                .containsEntry("sasl", "scram_sha512")
                .containsEntry("tls", "enable");
    }

    /** Each of these makes the count depend on the moment of asking. */
    @ParameterizedTest
    @ValueSource(strings = {"production", "gpu"})
    void theLagOfEveryPartitionCounts(String overlay) {
        assertThat(Rendering.of(overlay)
                        .only(ScaledObject.class)
                        .spec()
                        .trigger("kafka")
                        .metadata())
                .containsEntry("excludePersistentLag", "false")
                .containsEntry("limitToPartitionsWithLag", "false")
                .containsEntry("allowIdleConsumers", "false")
                .doesNotContainKey("partitionLimitation");
    }

    @ParameterizedTest
    @ValueSource(strings = {"production", "gpu"})
    void thereAreAtMostAsManyPodsAsPartitions(String overlay) {
        Rendering rendering = Rendering.of(overlay);
        Keda.ScaledObjectSpec scaler = rendering.only(ScaledObject.class).spec();
        String frames = KafkaTest.settings(rendering, "saccade-score").topics().frames();

        assertThat(scaler.maxReplicaCount())
                .isEqualTo(KafkaTest.topic(rendering, frames).getSpec().getPartitions());
        assertThat(scaler.minReplicaCount()).isPositive().isLessThan(scaler.maxReplicaCount());
        assertThat(scaler.maxReplicaCount() % scaler.minReplicaCount())
                .as("partitions are shared out evenly")
                .isZero();
    }

    /** A backlog must be worked off without the count going down as soon as it is gone. */
    @ParameterizedTest
    @ValueSource(strings = {"production", "gpu"})
    void rebalancesAreRare(String overlay) {
        Keda.ScaledObjectSpec scaler =
                Rendering.of(overlay).only(ScaledObject.class).spec();
        var behavior = scaler.advanced().horizontalPodAutoscalerConfig().behavior();

        assertThat(scaler.triggers()).extracting(Trigger::type).contains("cpu", "kafka");
        assertThat(behavior.getScaleDown().getStabilizationWindowSeconds()).isGreaterThanOrEqualTo(600);
        assertThat(behavior.getScaleDown().getPolicies())
                .hasSize(1)
                .allMatch(policy -> policy.getValue() == 1 && policy.getPeriodSeconds() >= 300);
        assertThat(scaler.fallback()).isNotNull();
        assertThat(scaler.trigger("kafka").metricType())
                .as("what a fallback needs")
                .isEqualTo("AverageValue");
    }

    @ParameterizedTest
    @ValueSource(strings = {"production", "gpu"})
    void theScalerMayAskAndNothingElse(String overlay) {
        Rendering rendering = Rendering.of(overlay);
        Keda.ScaledObjectSpec scaler = rendering.only(ScaledObject.class).spec();
        Map<String, String> kafka = scaler.trigger("kafka").metadata();
        TriggerAuthentication authentication = rendering.only(TriggerAuthentication.class);
        Map<String, Keda.TargetRef> secrets = byParameter(authentication.spec().secretTargetRef());
        Map<String, Keda.TargetRef> open = byParameter(authentication.spec().configMapTargetRef());
        KafkaUser user = KafkaTest.user(rendering, secrets.get("password").name());

        assertThat(scaler.trigger("kafka").authenticationRef().name())
                .isEqualTo(authentication.metadata().getName());
        assertThat(secrets.keySet()).containsExactlyInAnyOrder("password", "ca");
        assertThat(secrets.values().stream().map(Keda.TargetRef::name)).isSubsetOf(Strimzi.secrets(rendering));
        assertThat(rendering
                        .named(ConfigMap.class, open.get("username").name())
                        .orElseThrow()
                        .getData())
                .containsEntry(open.get("username").key(), user.getMetadata().getName());
        assertThat(KafkaTest.group(user, kafka.get("consumerGroup"), AclOperation.DESCRIBE))
                .isTrue();
        assertThat(KafkaTest.topic(user, kafka.get("topic"), AclOperation.DESCRIBE))
                .isTrue();
        assertThat(KafkaTest.topic(user, kafka.get("topic"), AclOperation.READ)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"production", "gpu"})
    void thePodsThatServeAreCountedByTheirProcessors(String overlay) {
        Rendering rendering = Rendering.of(overlay);
        HorizontalPodAutoscaler scaler = rendering.only(HorizontalPodAutoscaler.class);
        Workload served =
                rendering.workload(scaler.getSpec().getScaleTargetRef().getName());

        assertThat(served.kind()).isEqualTo(scaler.getSpec().getScaleTargetRef().getKind());
        assertThat(served.replicas()).isNull();
        assertThat(served.template()
                        .getSpec()
                        .getContainers()
                        .get(0)
                        .getResources()
                        .getRequests())
                .containsKey("cpu");
        assertThat(scaler.getSpec().getMinReplicas()).as("one may be evicted").isGreaterThan(1);
    }

    @Test
    void nothingIsCountedInDevelopment() {
        Rendering rendering = Rendering.of("dev");

        assertThat(rendering.all(ScaledObject.class)).isEmpty();
        assertThat(rendering.all(HorizontalPodAutoscaler.class)).isEmpty();
        assertThat(rendering.workloads()).extracting(Workload::replicas).containsOnly(1);
    }

    private static Map<String, Keda.TargetRef> byParameter(List<Keda.TargetRef> references) {
        return references.stream().collect(Collectors.toMap(Keda.TargetRef::parameter, reference -> reference));
    }
}
