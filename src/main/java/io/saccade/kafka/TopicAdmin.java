package io.saccade.kafka;

import io.quarkus.runtime.Startup;
import io.saccade.config.Role;
import io.saccade.config.SaccadeConfig;
import io.saccade.scoring.ModelSwitch;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jboss.logging.Logger;

/**
 * Asks the cluster about our topics, and creates those that are missing. Made before the channels are, so that {@code kafka.*} settings
 * that can't be used are one line.
 */
@Singleton
@Startup(1)
final class TopicAdmin {

    private static final Logger LOG = Logger.getLogger(TopicAdmin.class);
    private static final int ANSWER_SECONDS = 10;
    private static final long HOUR_MS = TimeUnit.HOURS.toMillis(1);
    private static final long WEEK_MS = 7 * 24 * HOUR_MS;
    private static final double MIB = 1 << 20;

    private final SaccadeConfig config;
    private final TopicNames names;
    private final GanTopics gan;
    private final ModelSwitch models;
    private final String bootstrapServers;
    private final Refusals refusals;
    private final AdminConnection admin;

    TopicAdmin(
            SaccadeConfig config,
            ModelSwitch models,
            KafkaClients clients,
            @Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this.config = config;
        this.names = TopicNames.of(config.topics());
        this.gan = GanTopics.of(config);
        this.models = models;
        this.bootstrapServers = String.valueOf(kafka.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG));
        this.refusals = Refusals.ofScoring(config, clients.transactionalId());
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) TimeUnit.SECONDS.toMillis(ANSWER_SECONDS));
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) TimeUnit.SECONDS.toMillis(ANSWER_SECONDS));
        this.admin = new AdminConnection(settings, refusals);
    }

    @PreDestroy
    void close() {
        admin.close();
    }

    /**
     * Creates the topics that are missing, tells what we are connected to, and what the topics take.
     *
     * @throws IllegalStateException if the cluster does not answer or a topic is missing; one line
     */
    TopicLimits prepare() {
        Collection<Node> brokers = ask(admin.get().describeCluster().nodes());
        int partitions = create();
        TopicLimits limits = limits();
        LOG.infof(
                "kafka: %s, %d broker%s; %s (%d partitions) -> %s, rejected frames -> %s",
                bootstrapServers,
                brokers.size(),
                brokers.size() == 1 ? "" : "s",
                names.frames(),
                partitions,
                names.scoreMaps(),
                names.deadLetters());
        if (config.roles().contains(Role.SCORE)) {
            tellLargestFrame(limits.maxRecordBytes(names.scoreMaps()));
        }
        return limits;
    }

    /** The topics that this instance writes. */
    private List<String> outputs() {
        List<String> outputs = new ArrayList<>();
        if (config.roles().contains(Role.SCORE)) {
            outputs.addAll(names.outputs());
        }
        if (config.roles().contains(Role.TRAIN)) {
            outputs.addAll(gan.outputs());
        }
        return outputs;
    }

    /** What the output topics take. */
    TopicLimits limits() {
        List<ConfigResource> resources = outputs().stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                .toList();
        Map<String, Integer> limits = new HashMap<>();
        admin.get()
                .describeConfigs(resources)
                .values()
                .forEach((topic, answer) -> limits.put(
                        topic.name(),
                        Integer.valueOf(ask(answer, "DescribeConfigs", topic.name())
                                .get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG)
                                .value())));
        Map<String, Integer> partitions = partitions(outputs());
        return new TopicLimits(limits, partitions, KafkaClients.MAX_REQUEST_BYTES);
    }

    /** Where the group is in the partitions of frames in which it has committed a position. */
    Map<TopicPartition, GroupProgress.Position> groupPositions() {
        Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>(
                ask(admin.get().listConsumerGroupOffsets(config.groupId()).partitionsToOffsetAndMetadata()));
        committed.values().removeIf(Objects::isNull);
        committed.keySet().removeIf(partition -> !partition.topic().equals(names.frames()));
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        committed.keySet().forEach(partition -> ends.put(partition, OffsetSpec.latest()));
        Map<TopicPartition, GroupProgress.Position> positions = new HashMap<>();
        ask(admin.get()
                        .listOffsets(ends, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                        .all())
                .forEach((partition, end) -> positions.put(
                        partition,
                        new GroupProgress.Position(
                                Objects.requireNonNull(committed.get(partition)).offset(), end.offset())));
        return positions;
    }

    /** Partitions of the frames topic, once every topic is there. */
    private int create() {
        Map<String, Integer> existing = partitions(inputsAndOutputs());
        int partitions = existing.getOrDefault(names.frames(), config.topics().partitions());
        List<NewTopic> missing = new ArrayList<>();
        if (readsFrames()) {
            addIfMissing(missing, existing, names.frames(), partitions, HOUR_MS);
        }
        if (config.roles().contains(Role.SCORE)) {
            addIfMissing(missing, existing, names.scoreMaps(), partitions, HOUR_MS);
            addIfMissing(missing, existing, names.scoreSummaries(), partitions, WEEK_MS);
            addIfMissing(missing, existing, names.scorePreviews(), partitions, HOUR_MS / 6);
            addIfMissing(missing, existing, names.deadLetters(), partitions, WEEK_MS);
        }
        if (config.roles().contains(Role.TRAIN)) {
            addIfMissing(missing, existing, gan.input(), partitions, HOUR_MS);
            addIfMissing(missing, existing, gan.novelty(), partitions, WEEK_MS);
            addIfMissing(missing, existing, gan.metrics(), 1, WEEK_MS);
            addIfMissing(missing, existing, gan.samples(), 1, WEEK_MS);
            addCheckpointsIfMissing(missing, existing);
        }
        if (!missing.isEmpty()) {
            create(missing);
        }
        return partitions;
    }

    private void create(List<NewTopic> missing) {
        List<String> missingNames = missing.stream().map(NewTopic::name).toList();
        if (!config.topics().create()) {
            throw new IllegalStateException(
                    "kafka: topics " + missingNames + " are missing and saccade.topics.create is false");
        }
        Map<String, KafkaFuture<Void>> answers =
                admin.get().createTopics(missing).values();
        List<String> created = new ArrayList<>(missingNames);
        answers.forEach((topic, answer) -> {
            try {
                ask(answer, "Create", topic);
            } catch (IllegalStateException e) {
                if (!(e.getCause() instanceof TopicExistsException)) { // another replica was faster
                    throw e;
                }
                created.remove(topic);
            }
        });
        if (!created.isEmpty()) {
            LOG.infof("kafka: created topics %s", created);
        }
    }

    /** Whoever only trains reads {@link GanTopics#input} alone. */
    private boolean readsFrames() {
        return !config.roles().equals(Set.of(Role.TRAIN));
    }

    private Set<String> inputsAndOutputs() {
        Set<String> topics = new TreeSet<>(outputs());
        if (readsFrames()) {
            topics.add(names.frames());
        }
        if (config.roles().contains(Role.TRAIN)) {
            topics.add(gan.input());
        }
        return topics;
    }

    /** Number of partitions of those topics that are there. */
    private Map<String, Integer> partitions(Collection<String> topics) {
        Map<String, Integer> partitions = new HashMap<>();
        admin.get().describeTopics(topics).topicNameValues().forEach((topic, answer) -> {
            try {
                partitions.put(
                        topic,
                        ask(answer, failure -> refusals.of(failure, topic))
                                .partitions()
                                .size());
            } catch (IllegalStateException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
            }
        });
        return partitions;
    }

    private static void addIfMissing(
            List<NewTopic> missing, Map<String, Integer> existing, String name, int partitions, long retentionMs) {
        if (!existing.containsKey(name)
                && missing.stream().noneMatch(topic -> topic.name().equals(name))) {
            missing.add(new NewTopic(name, Optional.of(partitions), Optional.empty())
                    .configs(Map.of(
                            TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                            String.valueOf(KafkaClients.MAX_REQUEST_BYTES),
                            TopicConfig.RETENTION_MS_CONFIG,
                            String.valueOf(retentionMs))));
        }
    }

    /** Only the last checkpoint of a trainer is of use, so small segments are compacted soon. */
    private void addCheckpointsIfMissing(List<NewTopic> missing, Map<String, Integer> existing) {
        if (!existing.containsKey(gan.checkpoints())) {
            missing.add(new NewTopic(gan.checkpoints(), Optional.of(1), Optional.empty())
                    .configs(Map.of(
                            TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                            String.valueOf(KafkaClients.MAX_REQUEST_BYTES),
                            TopicConfig.CLEANUP_POLICY_CONFIG,
                            TopicConfig.CLEANUP_POLICY_COMPACT,
                            TopicConfig.SEGMENT_BYTES_CONFIG,
                            String.valueOf(4 * KafkaClients.MAX_REQUEST_BYTES),
                            TopicConfig.SEGMENT_MS_CONFIG,
                            String.valueOf(HOUR_MS),
                            TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
                            "0.1",
                            TopicConfig.DELETE_RETENTION_MS_CONFIG,
                            String.valueOf(HOUR_MS))));
        }
    }

    private void tellLargestFrame(int maxBytes) {
        int pool = config.scoreMap().pool();
        double bytesPerPixel = (double) models.current().model().outputChannels()
                * config.scoreMap().encoding().dtype().bytes()
                / (pool * pool);
        long side = (long) Math.sqrt(maxBytes / bytesPerPixel);
        LOG.infof(
                "kafka: %s takes records of %.1f MiB: score maps of frames up to about %d x %d pixels; maps of larger"
                        + " ones become dead letters (raise max.message.bytes or saccade.score-map.pool)",
                names.scoreMaps(), maxBytes / MIB, side, side);
    }

    private <T> T ask(KafkaFuture<T> answer) {
        return ask(answer, refusals::of);
    }

    private <T> T ask(KafkaFuture<T> answer, String operation, String topic) {
        return ask(answer, failure -> refusals.of(failure, operation, topic));
    }

    private <T> T ask(KafkaFuture<T> answer, Function<Throwable, Optional<String>> refusal) {
        try {
            return answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException(noAnswer("no answer within " + ANSWER_SECONDS + " s"), e);
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            String why = cause instanceof org.apache.kafka.common.errors.TimeoutException
                    ? "no answer within " + ANSWER_SECONDS + " s"
                    : refusal.apply(cause).orElseGet(() -> String.valueOf(cause));
            throw new IllegalStateException(noAnswer(why), cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking Kafka", e);
        }
    }

    private String noAnswer(String why) {
        return "kafka: " + bootstrapServers + " (kafka.bootstrap.servers): " + why;
    }
}
