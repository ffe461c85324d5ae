package io.saccade.cli;

import io.saccade.kafka.replay.Cluster;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;

/** Makes sure of the topics that a command works on, before it begins. */
final class ExistingTopics {

    private ExistingTopics() {}

    /**
     * Returns if the cluster answers and has the topics.
     *
     * @throws IllegalStateException if not; one line
     */
    static void require(Cluster cluster, String... names) {
        Map<String, Integer> topics =
                KafkaAnswer.require(cluster.servers(), () -> cluster.topics(KafkaAnswer.PATIENCE));
        List<String> missing =
                Arrays.stream(names).filter(name -> !topics.containsKey(name)).toList();
        if (!missing.isEmpty()) {
            throw new IllegalStateException("Kafka at " + cluster.servers() + " has no topic "
                    + missing + (secured(cluster) ? ", or its rules do not let us see it" : ""));
        }
    }

    private static boolean secured(Cluster cluster) {
        return cluster.settings().containsKey(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG);
    }
}
