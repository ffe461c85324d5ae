package io.saccade.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.saccade.config.SaccadeConfig;
import io.saccade.deploy.kubernetes.Rendering.Workload;
import io.strimzi.api.kafka.model.common.template.ContainerTemplate;
import io.strimzi.api.kafka.model.kafka.Kafka;
import io.strimzi.api.kafka.model.kafka.KafkaAuthorizationSimple;
import io.strimzi.api.kafka.model.kafka.listener.GenericKafkaListener;
import io.strimzi.api.kafka.model.nodepool.KafkaNodePool;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;
import io.strimzi.api.kafka.model.user.KafkaUserAuthorizationSimple;
import io.strimzi.api.kafka.model.user.acl.AclOperation;
import io.strimzi.api.kafka.model.user.acl.AclResourcePatternType;
import io.strimzi.api.kafka.model.user.acl.AclRule;
import io.strimzi.api.kafka.model.user.acl.AclRuleGroupResource;
import io.strimzi.api.kafka.model.user.acl.AclRuleTopicResource;
import io.strimzi.api.kafka.model.user.acl.AclRuleTransactionalIdResource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Strimzi's cluster, topics and users, and what the service expects of them. */
@Tag("kubectl")
class KafkaTest {

    @ParameterizedTest
    @ValueSource(strings = {"dev", "production", "gpu"})
    void podsConnectAsTheListenerWantsIt(String overlay) {
        Rendering rendering = Rendering.of(overlay);
        GenericKafkaListener listener = listener(rendering);

        assertThat(listener.isTls()).isTrue();
        assertThat(listener.getAuth().getType()).isEqualTo("scram-sha-512");
        assertThat(rendering.only(Kafka.class).getSpec().getKafka().getAuthorization())
                .isInstanceOf(KafkaAuthorizationSimple.class);
        for (Workload workload : rendering.workloads()) {
            assertThat(OverlaysTest.environment(rendering, workload))
                    .containsEntry("KAFKA_BOOTSTRAP_SERVERS", Strimzi.bootstrap(rendering))
                    .containsEntry("KAFKA_SECURITY_PROTOCOL", "SASL_SSL")
                    .containsEntry("KAFKA_SASL_MECHANISM", "SCRAM-SHA-512");
            assertThat(trustStore(workload))
                    .isEqualTo(OverlaysTest.environment(rendering, workload).get("KAFKA_SSL_TRUSTSTORE_LOCATION"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "production", "gpu"})
    void copiesFitTheBrokersAndOneBrokerMayBeAwayWhereThereAreSeveral(String overlay) {
        Rendering rendering = Rendering.of(overlay);
        int brokers = rendering.only(KafkaNodePool.class).getSpec().getReplicas();
        Map<String, Object> config =
                rendering.only(Kafka.class).getSpec().getKafka().getConfig();

        for (String copies : List.of(
                "default.replication.factor",
                "offsets.topic.replication.factor",
                "transaction.state.log.replication.factor")) {
            assertThat(config).containsEntry(copies, brokers);
        }
        for (String inSync : List.of("min.insync.replicas", "transaction.state.log.min.isr")) {
            assertThat(config).containsEntry(inSync, brokers == 1 ? 1 : brokers - 1);
        }
        assertThat(rendering.all(KafkaTopic.class))
                .isNotEmpty()
                .allMatch(topic -> topic.getSpec().getReplicas() == brokers);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "production", "gpu"})
    void theBrokerTakesWhatItsTopicsTake(String overlay) {
        Rendering rendering = Rendering.of(overlay);
        Map<String, Object> config =
                rendering.only(Kafka.class).getSpec().getKafka().getConfig();

        assertThat(rendering.all(KafkaTopic.class)).isNotEmpty().allSatisfy(topic -> assertThat(
                        topic.getSpec().getConfig().get("max.message.bytes"))
                .isEqualTo(config.get("message.max.bytes"))
                .isEqualTo(config.get("replica.fetch.max.bytes")));
        assertThat(config).containsEntry("auto.create.topics.enable", false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "production", "gpu"})
    void brokersAndOperatorsKeepToTheRestrictedStandard(String overlay) {
        Rendering rendering = Rendering.of(overlay);
        var pool = rendering.only(KafkaNodePool.class).getSpec().getTemplate();
        var operator = rendering.only(Kafka.class).getSpec().getEntityOperator().getTemplate();

        assertThat(PodSecurity.violations(
                        pod(pool.getPod().getSecurityContext(), pool.getKafkaContainer(), pool.getInitContainer())))
                .isEmpty();
        assertThat(PodSecurity.violations(pod(
                        operator.getPod().getSecurityContext(),
                        operator.getTopicOperatorContainer(),
                        operator.getUserOperatorContainer())))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "production", "gpu"})
    void topicsAndUsersAreThoseOfTheCluster(String overlay) {
        Rendering rendering = Rendering.of(overlay);
        String cluster = rendering.only(Kafka.class).getMetadata().getName();

        assertThat(Stream.of(KafkaTopic.class, KafkaUser.class, KafkaNodePool.class)
                        .flatMap(type -> rendering.all(type).map(resource -> resource.getMetadata())))
                .isNotEmpty()
                .allMatch(metadata -> cluster.equals(metadata.getLabels().get("strimzi.io/cluster")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "production", "gpu"})
    void topicsThatBelongTogetherHaveAsManyPartitions(String overlay) {
        Rendering rendering = Rendering.of(overlay);
        SaccadeConfig.TopicSettings names = settings(rendering, "saccade-score").topics();
        int partitions = topic(rendering, names.frames()).getSpec().getPartitions();

        assertThat(Stream.of(names.scoreMaps(), names.scoreSummaries(), names.scorePreviews(), names.deadLetters())
                        .map(name -> topic(rendering, name).getSpec().getPartitions()))
                .containsOnly(partitions);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "production", "gpu"})
    void usersAreAllowedWhatTheirPodsDo(String overlay) {
        Rendering rendering = Rendering.of(overlay);
        SaccadeConfig scoring = settings(rendering, "saccade-score");
        SaccadeConfig training = settings(rendering, "saccade-train");
        KafkaUser score = user(rendering, "saccade-score");
        KafkaUser train = user(rendering, "saccade-train");

        assertThat(transactional(score, scoring.transactionalId().orElseThrow()))
                .isTrue();
        assertThat(transactional(score, "saccade-score-0")).isFalse();
        assertThat(group(score, scoring.groupId(), AclOperation.READ)).isTrue();
        assertThat(topic(score, scoring.topics().frames(), AclOperation.READ)).isTrue();
        assertThat(topic(score, scoring.topics().scoreMaps(), AclOperation.WRITE))
                .isTrue();
        assertThat(transactional(
                        train, training.gan().groupId() + "-" + training.gan().trainerId()))
                .isTrue();
        assertThat(group(train, training.gan().groupId(), AclOperation.READ)).isTrue();
        assertThat(topic(train, training.gan().topics().checkpoints(), AclOperation.WRITE))
                .isTrue();
        assertThat(topic(user(rendering, "saccade-serve"), scoring.topics().scoreSummaries(), AclOperation.READ))
                .isTrue();
        assertThat(List.of(scoring.topics().create(), training.topics().create()))
                .as("topics are Strimzi's to make")
                .containsOnly(false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "production", "gpu"})
    void rulesAreAboutTopicsThatThereAre(String overlay) {
        Rendering rendering = Rendering.of(overlay);
        Set<String> topics = rendering
                .all(KafkaTopic.class)
                .map(topic -> topic.getMetadata().getName())
                .collect(Collectors.toSet());

        assertThat(rendering
                        .all(KafkaUser.class)
                        .flatMap(user -> rules(user).stream())
                        .map(AclRule::getResource)
                        .filter(AclRuleTopicResource.class::isInstance)
                        .map(resource -> ((AclRuleTopicResource) resource).getName()))
                .isNotEmpty()
                .isSubsetOf(topics);
    }

    static GenericKafkaListener listener(Rendering rendering) {
        List<GenericKafkaListener> listeners =
                rendering.only(Kafka.class).getSpec().getKafka().getListeners();
        assertThat(listeners).hasSize(1);
        return listeners.get(0);
    }

    static KafkaTopic topic(Rendering rendering, String name) {
        return rendering.named(KafkaTopic.class, name).orElseThrow();
    }

    static KafkaUser user(Rendering rendering, String name) {
        return rendering.named(KafkaUser.class, name).orElseThrow();
    }

    static SaccadeConfig settings(Rendering rendering, String workload) {
        return Settings.of(OverlaysTest.environment(rendering, rendering.workload(workload)));
    }

    static boolean group(KafkaUser user, String name, AclOperation operation) {
        return rules(user).stream()
                .filter(rule -> rule.getResource() instanceof AclRuleGroupResource resource
                        && covers(resource.getPatternType(), resource.getName(), name))
                .anyMatch(rule -> rule.getOperations().contains(operation));
    }

    static boolean topic(KafkaUser user, String name, AclOperation operation) {
        return rules(user).stream()
                .filter(rule -> rule.getResource() instanceof AclRuleTopicResource resource
                        && covers(resource.getPatternType(), resource.getName(), name))
                .anyMatch(rule -> rule.getOperations().contains(operation));
    }

    private static boolean transactional(KafkaUser user, String id) {
        return rules(user).stream()
                .filter(rule -> rule.getResource() instanceof AclRuleTransactionalIdResource resource
                        && covers(resource.getPatternType(), resource.getName(), id))
                .anyMatch(rule -> rule.getOperations().contains(AclOperation.WRITE));
    }

    private static boolean covers(AclResourcePatternType pattern, String rule, String name) {
        return pattern == AclResourcePatternType.PREFIX ? name.startsWith(rule) : name.equals(rule);
    }

    private static List<AclRule> rules(KafkaUser user) {
        return ((KafkaUserAuthorizationSimple) user.getSpec().getAuthorization()).getAcls();
    }

    /** Where the certificate of the cluster's authority is in a pod. */
    private static String trustStore(Workload workload) {
        PodSpec pod = workload.template().getSpec();
        var certificate = pod.getVolumes().stream()
                .filter(volume -> volume.getSecret() != null)
                .findFirst()
                .orElseThrow();
        assertThat(certificate.getSecret().getItems()).hasSize(1).allMatch(item -> item.getKey()
                .equals("ca.crt"));
        return pod.getContainers().get(0).getVolumeMounts().stream()
                        .filter(mount -> mount.getName().equals(certificate.getName()))
                        .findFirst()
                        .orElseThrow()
                        .getMountPath()
                + "/"
                + certificate.getSecret().getItems().get(0).getPath();
    }

    private static PodSpec pod(PodSecurityContext context, ContainerTemplate... templates) {
        PodSpecBuilder pod = new PodSpecBuilder().withSecurityContext(context);
        for (ContainerTemplate template : templates) {
            pod.addNewContainer()
                    .withName("a")
                    .withSecurityContext(template.getSecurityContext())
                    .endContainer();
        }
        return pod.build();
    }
}
