package io.saccade.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reader is strict: of each library of classes, one misspelled field at some depth, and values of the wrong type. */
class ModelsTest {

    @Test
    void aDocumentThatFitsIsRead() {
        Object read = read("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: a, labels: {any: thing}}
                spec:
                  template:
                    spec:
                      containers: [{name: a, resources: {limits: {cpu: 2, memory: 1Gi}}, ports: [{containerPort: 80}]}]
                """);

        assertThat(read).isInstanceOf(Deployment.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Kubernetes: core, apps, policy, networking, autoscaling
                "{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {ports: [{port: 1, targetport: 1}]}}",
                "{apiVersion: v1, kind: Service, metadata: {name: a, lables: {}}}",
                """
                {apiVersion: apps/v1, kind: StatefulSet, metadata: {name: a},
                 spec: {template: {spec: {containers: [{name: a, securityContext: {readOnlyRootFileSystem: true}}]}}}}
                """,
                "{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: a}, spec: {maxUnavailabel: 1}}",
                "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: a}, spec: {ingress: [{form: []}]}}",
                """
                {apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: a},
                 spec: {behavior: {scaleDown: {stabilisationWindowSeconds: 1}}}}
                """,
                // the Prometheus operator
                """
                {apiVersion: monitoring.coreos.com/v1, kind: PodMonitor, metadata: {name: a},
                 spec: {podMetricsEndpoints: [{port: a, intervall: 1s}]}}
                """,
                """
                {apiVersion: monitoring.coreos.com/v1, kind: PrometheusRule, metadata: {name: a},
                 spec: {groups: [{name: a, rules: [{alert: a, expression: up}]}]}}
                """,
                // Strimzi
                "{apiVersion: kafka.strimzi.io/v1beta2, kind: KafkaTopic, metadata: {name: a}, spec: {partition: 1}}",
                """
                {apiVersion: kafka.strimzi.io/v1beta2, kind: Kafka, metadata: {name: a},
                 spec: {kafka: {listeners: [{name: tls, port: 9093, type: internal, tls: true, autentication: {}}]}}}
                """,
                """
                {apiVersion: kafka.strimzi.io/v1beta2, kind: KafkaUser, metadata: {name: a},
                 spec: {authorization: {type: simple, acls: [{operation: Read, resource: {type: group, pattern: a}}]}}}
                """,
                """
                {apiVersion: kafka.strimzi.io/v1beta2, kind: KafkaNodePool, metadata: {name: a},
                 spec: {storage: {type: jbod, volumes: [{id: 0, type: persistent-claim, sise: 1Gi}]}}}
                """,
                // KEDA
                """
                {apiVersion: keda.sh/v1alpha1, kind: ScaledObject, metadata: {name: a},
                 spec: {scaleTargetRef: {name: a}, maxReplicas: 1, triggers: []}}
                """,
                """
                {apiVersion: keda.sh/v1alpha1, kind: ScaledObject, metadata: {name: a},
                 spec: {scaleTargetRef: {name: a}, triggers: [{type: kafka, metadata: {lagTreshold: "1"}}]}}
                """,
                """
                {apiVersion: keda.sh/v1alpha1, kind: TriggerAuthentication, metadata: {name: a},
                 spec: {secretTargetRef: [{parameter: a, name: a, key: a, keys: a}]}}
                """
            })
    void aFieldThatItsClassDoesNotHaveIsRefused(String document) {
        assertThatThrownBy(() -> read(document))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .containsAnyOf("Unrecognized field", "has no such metadata");
    }

    @ParameterizedTest
    @ValueSource(strings = {"""
                {apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {replicas: "2"}}
                """, """
                {apiVersion: apps/v1, kind: Deployment, metadata: {name: a},
                 spec: {template: {spec: {containers: [{name: a, env: [{name: a, value: 2}]}]}}}}
                """, """
                {apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {a: true}}
                """, """
                {apiVersion: keda.sh/v1alpha1, kind: ScaledObject, metadata: {name: a},
                 spec: {scaleTargetRef: {name: a}, triggers: [{type: cpu, metadata: {value: 70}}]}}
                """})
    void aValueOfAnotherTypeIsRefused(String document) {
        assertThatThrownBy(() -> read(document))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Cannot coerce");
    }

    @Test
    void aResourceWithoutAClassIsRefused() {
        assertThatThrownBy(() -> read("{apiVersion: v2, kind: Service, metadata: {name: a}}"))
                .hasMessage("no class for v2/Service");
    }

    private static Object read(String document) {
        try {
            return Models.read(Models.yaml().readValue(document, JsonNode.class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not even YAML", e);
        }
    }
}
