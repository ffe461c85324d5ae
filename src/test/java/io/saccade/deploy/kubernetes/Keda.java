package io.saccade.deploy.kubernetes;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehavior;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * KEDA's resources, for which there is no library: the fields of the custom resource definitions of keda.sh/v1alpha1 (2.17), and what a
 * trigger of each type that is used here knows.
 */
final class Keda {

    private static final Map<String, Set<String>> TRIGGERS = Map.of(
            "cpu",
            Set.of("value", "containerName"),
            "kafka",
            Set.of(
                    "bootstrapServers",
                    "consumerGroup",
                    "topic",
                    "lagThreshold",
                    "activationLagThreshold",
                    "offsetResetPolicy",
                    "allowIdleConsumers",
                    "scaleToZeroOnInvalidOffset",
                    "excludePersistentLag",
                    "limitToPartitionsWithLag",
                    "ensureEvenDistributionOfPartitions",
                    "version",
                    "partitionLimitation",
                    "sasl",
                    "saslTokenProvider",
                    "tls",
                    "unsafeSsl",
                    "awsRegion"));

    private Keda() {}

    record ScaledObject(String apiVersion, String kind, ObjectMeta metadata, ScaledObjectSpec spec) {
        ScaledObject {
            requireNonNull(spec, "spec");
        }
    }

    record ScaledObjectSpec(
            ScaleTarget scaleTargetRef,
            Integer pollingInterval,
            Integer initialCooldownPeriod,
            Integer cooldownPeriod,
            Integer idleReplicaCount,
            Integer minReplicaCount,
            Integer maxReplicaCount,
            Advanced advanced,
            List<Trigger> triggers,
            Fallback fallback) {
        ScaledObjectSpec {
            requireNonNull(scaleTargetRef, "scaleTargetRef");
            requireNonNull(triggers, "triggers");
        }

        Trigger trigger(String type) {
            return triggers.stream()
                    .filter(trigger -> trigger.type().equals(type))
                    .findFirst()
                    .orElseThrow();
        }
    }

    record ScaleTarget(String name, String apiVersion, String kind, String envSourceContainerName) {
        ScaleTarget {
            requireNonNull(name, "name");
        }
    }

    record Advanced(
            HpaConfig horizontalPodAutoscalerConfig,
            Boolean restoreToOriginalReplicaCount,
            ScalingModifiers scalingModifiers) {}

    record HpaConfig(HorizontalPodAutoscalerBehavior behavior, String name) {}

    record ScalingModifiers(String formula, String target, String activationTarget, String metricType) {}

    record Fallback(Integer failureThreshold, Integer replicas, String behavior) {
        Fallback {
            requireNonNull(failureThreshold, "failureThreshold");
            requireNonNull(replicas, "replicas");
        }
    }

    record Trigger(
            String type,
            String name,
            Boolean useCachedMetrics,
            Map<String, String> metadata,
            AuthenticationRef authenticationRef,
            String metricType) {
        Trigger {
            requireNonNull(type, "type");
            requireNonNull(metadata, "metadata");
            Set<String> known = requireNonNull(TRIGGERS.get(type), "no trigger that is known here: " + type);
            if (!known.containsAll(metadata.keySet())) {
                throw new IllegalArgumentException("a trigger of type " + type + " has no such metadata: " + metadata);
            }
        }
    }

    record AuthenticationRef(String name, String kind) {
        AuthenticationRef {
            requireNonNull(name, "name");
        }
    }

    record TriggerAuthentication(String apiVersion, String kind, ObjectMeta metadata, TriggerAuthenticationSpec spec) {
        TriggerAuthentication {
            requireNonNull(spec, "spec");
        }
    }

    /** Of the kinds of secrets that are not used here, only the names of the fields. */
    record TriggerAuthenticationSpec(
            JsonNode podIdentity,
            List<TargetRef> secretTargetRef,
            List<TargetRef> configMapTargetRef,
            JsonNode env,
            JsonNode hashiCorpVault,
            JsonNode azureKeyVault,
            JsonNode gcpSecretManager,
            JsonNode awsSecretManager,
            JsonNode boundServiceAccountToken,
            JsonNode filePath) {}

    record TargetRef(String parameter, String name, String key) {
        TargetRef {
            requireNonNull(parameter, "parameter");
            requireNonNull(name, "name");
            requireNonNull(key, "key");
        }
    }
}
