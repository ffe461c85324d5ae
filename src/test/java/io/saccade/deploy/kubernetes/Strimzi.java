package io.saccade.deploy.kubernetes;

import io.strimzi.api.kafka.model.kafka.Kafka;
import io.strimzi.api.kafka.model.nodepool.KafkaNodePool;
import io.strimzi.api.kafka.model.user.KafkaUser;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What Strimzi's operators make of the resources, by the names in its documentation. */
final class Strimzi {

    private Strimzi() {}

    /** The secrets that it keeps: one of each user, and the certificate of the cluster's authority. */
    static Set<String> secrets(Rendering rendering) {
        Set<String> secrets = new HashSet<>();
        rendering
                .all(KafkaUser.class)
                .forEach(user -> secrets.add(user.getMetadata().getName()));
        rendering
                .all(Kafka.class)
                .forEach(kafka -> secrets.add(kafka.getMetadata().getName() + "-cluster-ca-cert"));
        return secrets;
    }

    /** The labels of a broker's pod. */
    static Map<String, String> brokerLabels(Rendering rendering) {
        String cluster = rendering.only(Kafka.class).getMetadata().getName();
        return Map.of(
                "strimzi.io/cluster",
                cluster,
                "strimzi.io/kind",
                "Kafka",
                "strimzi.io/name",
                cluster + "-kafka",
                "strimzi.io/pool-name",
                rendering.only(KafkaNodePool.class).getMetadata().getName());
    }

    /** The service that clients begin with. */
    static String bootstrap(Rendering rendering) {
        Kafka kafka = rendering.only(Kafka.class);
        return kafka.getMetadata().getName()
                + "-kafka-bootstrap:"
                + kafka.getSpec().getKafka().getListeners().get(0).getPort();
    }
}
