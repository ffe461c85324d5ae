package io.saccade.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.quarkus.runtime.configuration.DurationConverter;
import io.saccade.broker.KafkaUsers;
import io.saccade.broker.SecureKafka;
import io.saccade.broker.TopicReader;
import io.saccade.config.SaccadeConfig;
import io.saccade.kafka.training.CheckpointTopic;
import io.saccade.kafka.training.OneMemberAssignor;
import io.saccade.scoring.ModelSwitch;
import io.saccade.scoring.Scoring;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The users in {@code k8s/base/kafka-users.yaml} against a broker that allows nothing else: each does its work, with the clients of
 * the service where it has some; with any one of its rules taken away it does not; and what is nobody's work is denied.
 */
class AccessControlTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final List<String> SCORES =
            List.of("score-maps", "score-summaries", "score-previews", "frames-dead-letter");
    private static final List<String> GAN = List.of("gan-novelty", "gan-metrics", "gan-samples", "gan-checkpoints");
    private static final TopicPartition FRAMES = new TopicPartition("frames", 0);

    private static final Refusals REFUSALS = Refusals.ofScoring(config("score"), "saccade-scoring-test");

    @TempDir
    static Path folder;

    private static Map<String, List<AclBinding>> users;
    private static SecureKafka kafka;
    private static ModelSwitch models;

    @BeforeAll
    static void start() throws Exception {
        users = KafkaUsers.read(KafkaUsers.FILE);
        kafka = SecureKafka.start(folder, Map.of());
        Set<String> topics = new TreeSet<>(SCORES);
        topics.addAll(GAN);
        topics.add("frames");
        kafka.create(topics);
        for (Map.Entry<String, List<AclBinding>> user : users.entrySet()) {
            kafka.addUser(user.getKey());
            kafka.allow(user.getValue());
        }
        try (Producer<byte[], byte[]> producer = producer("admin", Map.of())) {
            topics.forEach(topic -> producer.send(record(topic)));
        }
        models = new ModelSwitch(Scoring.open(config("score").scoring()));
    }

    @AfterAll
    static void stop() {
        models.close();
        kafka.close();
    }

    static Stream<Arguments> rules() throws Exception {
        return KafkaUsers.read(KafkaUsers.FILE).entrySet().stream()
                .filter(user -> WORK.containsKey(user.getKey()))
                .flatMap(user -> user.getValue().stream().map(rule -> Arguments.of(user.getKey(), rule)));
    }

    private static final Map<String, ThrowingCallable> WORK = Map.of(
            "saccade-score", AccessControlTest::score,
            "saccade-train", AccessControlTest::train,
            "saccade-serve", AccessControlTest::serve,
            "saccade-reader", AccessControlTest::read,
            "saccade-scaler", AccessControlTest::scale);

    @ParameterizedTest
    @ValueSource(strings = {"saccade-score", "saccade-train", "saccade-serve", "saccade-reader", "saccade-scaler"})
    void whatAUserDoesIsAllowed(String user) {
        assertThatCode(WORK.get(user)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void noRuleIsSuperfluous(String user, AclBinding rule) throws Exception {
        kafka.revoke(rule);
        try {
            Throwable refused = catchThrowable(WORK.get(user));

            assertThat(refused).as("without the rule").isNotNull();
            Optional<String> line = REFUSALS.of(refused);
            assertThat(line).as("%s", refused).isPresent();
            boolean ours = user.equals("saccade-score") || user.equals("saccade-train");
            if (ours && rule.pattern().resourceType() == ResourceType.TOPIC) {
                String said = refused instanceof IllegalStateException ? refused.getMessage() : line.orElseThrow();
                assertThat(said)
                        .contains("not allowed by the cluster's rules: ")
                        .contains(" on topic " + rule.pattern().name());
            }
        } finally {
            kafka.allow(List.of(rule));
        }
    }

    static Stream<Arguments> denials() {
        return Stream.of(
                Arguments.of("a camera reads frames", call(() -> readWithoutGroup("saccade-camera", "frames"))),
                Arguments.of("a camera writes elsewhere", call(() -> write("saccade-camera", "score-maps"))),
                Arguments.of("a camera makes a topic", call(() -> create("saccade-camera"))),
                Arguments.of("who scores writes frames", call(() -> write("saccade-score", "frames"))),
                Arguments.of("who scores reads maps", call(() -> readWithoutGroup("saccade-score", "score-maps"))),
                Arguments.of("who scores writes what is learnt", call(() -> write("saccade-score", "gan-metrics"))),
                Arguments.of("who scores makes a topic", call(() -> create("saccade-score"))),
                Arguments.of(
                        "who scores has the trainer's transactions",
                        call(() -> begin("saccade-score", "saccade-training-main"))),
                Arguments.of(
                        "who scores has the trainer's group", call(() -> join("saccade-score", "saccade-training"))),
                Arguments.of(
                        "who trains has a scorer's transactions",
                        call(() -> begin("saccade-train", "saccade-scoring-pod-8080"))),
                Arguments.of("who trains has the scorers' group", call(() -> join("saccade-train", "saccade-scoring"))),
                Arguments.of("who trains writes maps", call(() -> write("saccade-train", "score-maps"))),
                Arguments.of("who serves writes", call(() -> write("saccade-serve", "score-maps"))),
                Arguments.of("who serves commits", call(() -> commit("saccade-serve", "saccade-scoring"))),
                Arguments.of("who serves has a group of its own", call(() -> join("saccade-serve", "saccade-serve"))),
                Arguments.of("a reader writes", call(() -> write("saccade-reader", "score-summaries"))),
                Arguments.of("a reader reads frames", call(() -> readWithoutGroup("saccade-reader", "frames"))),
                Arguments.of(
                        "a reader reads weights", call(() -> readWithoutGroup("saccade-reader", "gan-checkpoints"))),
                Arguments.of(
                        "a reader moves the scorers' group", call(() -> commit("saccade-reader", "saccade-scoring"))),
                Arguments.of("the scaler reads frames", call(() -> readWithoutGroup("saccade-scaler", "frames"))),
                Arguments.of("the scaler moves the group", call(() -> commit("saccade-scaler", "saccade-scoring"))),
                Arguments.of("who replays writes maps", call(() -> write("saccade-replay", "score-maps"))),
                Arguments.of("who replays moves the group", call(() -> commit("saccade-replay", "saccade-scoring"))),
                Arguments.of("a user without rules reads", call(() -> readWithoutGroup("nobody", "frames"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("denials")
    void moreIsDenied(String what, ThrowingCallable attempt) throws Exception {
        if (kafka.password("nobody") == null) {
            kafka.addUser("nobody");
        }

        assertThat(catchThrowable(attempt)).as(what).isNotNull().satisfies(thrown -> assertThat(
                        Stream.iterate(thrown, Objects::nonNull, Throwable::getCause))
                .hasAtLeastOneElementOfType(AuthorizationException.class));
    }

    @Test
    void aClientThatDoesNotTrustTheCertificateIsRefused() {
        Map<String, Object> client = new HashMap<>(kafka.client("saccade-serve"));
        client.keySet().removeIf(key -> key.startsWith("ssl.truststore"));

        Throwable refused =
                catchThrowable(() -> TopicReader.of(client, "frames").close());

        assertThat(refused).isInstanceOf(SslAuthenticationException.class);
        assertThat(REFUSALS.of(refused))
                .hasValue(
                        "no TLS connection: unable to find valid certification path to requested target (kafka.ssl.*)");
    }

    @Test
    void plainTextIsRefused() {
        Map<String, Object> client = new HashMap<>(kafka.client("saccade-serve"));
        client.put("security.protocol", "SASL_PLAINTEXT");
        client.put("default.api.timeout.ms", "3000");
        client.put("request.timeout.ms", "2000");

        assertThat(catchThrowable(() -> TopicReader.of(client, "frames").close()))
                .isInstanceOf(org.apache.kafka.common.errors.TimeoutException.class);
    }

    @Test
    void aWrongPasswordIsRefusedAndNotTold() {
        Map<String, Object> client = new HashMap<>(kafka.client("saccade-serve"));
        client.put("sasl.jaas.config", kafka.jaas("saccade-serve").replace(kafka.password("saccade-serve"), "hunter2"));

        Throwable refused =
                catchThrowable(() -> TopicReader.of(client, "frames").close());

        assertThat(refused).isInstanceOf(SaslAuthenticationException.class);
        assertThat(REFUSALS.of(refused).orElseThrow())
                .startsWith("not let in: Authentication failed")
                .contains("SCRAM-SHA-512", "kafka.sasl")
                .doesNotContain("hunter2");
        assertThat(new AdminClientConfig(client).values().toString())
                .as("what clients print of their settings")
                .contains("sasl.jaas.config=[hidden]")
                .doesNotContain("hunter2");
    }

    private static ThrowingCallable call(ThrowingCallable attempt) {
        return attempt;
    }

    private static void score() {
        SaccadeConfig config = config("score");
        KafkaClients clients = new KafkaClients(config, kafka.client("saccade-score"), 8080);
        TopicAdmin admin = new TopicAdmin(config, models, clients, kafka.client("saccade-score"));
        try {
            admin.prepare();
            work(clients.consumer(), clients.publisher(), SCORES);
            assertThat(admin.groupPositions()).containsKey(FRAMES);
        } finally {
            admin.close();
        }
    }

    private static void train() {
        SaccadeConfig config = config("train");
        KafkaClients clients = new KafkaClients(config, kafka.client("saccade-train"), 8080);
        TopicAdmin admin = new TopicAdmin(config, models, clients, kafka.client("saccade-train"));
        try {
            admin.prepare();
        } finally {
            admin.close();
        }
        Map<String, Object> member = clients.classicConsumerSettings(OneMemberAssignor.class);
        member.put("group.id", config.gan().groupId());
        Map<String, Object> producer = clients.transactionalProducerSettings("saccade-training-main");
        work(
                new KafkaConsumer<>(member, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                new TransactionalPublisher(
                        () -> new KafkaProducer<>(producer, new ByteArraySerializer(), new ByteArraySerializer())),
                GAN);
        new CheckpointTopic("gan-checkpoints", isolation -> consumer("saccade-train", Map.of())).last("nobody");
    }

    /** A frame in, a record on each topic out, in one transaction; the group stays where it is. */
    private static void work(Consumer<byte[], byte[]> opened, Publisher publisher, List<String> outputs) {
        try (publisher;
                Consumer<byte[], byte[]> consumer = opened) {
            publisher.restart();
            consumer.subscribe(List.of("frames"));
            poll(consumer, Set.of("frames"));
            publisher.begin();
            outputs.forEach(topic -> publisher.send(record(topic)));
            publisher.commit(Map.of(FRAMES, new OffsetAndMetadata(0)), consumer);
        }
    }

    private static void serve() {
        Set<String> topics = new TreeSet<>(GAN);
        topics.addAll(List.of("frames", "score-maps", "score-summaries", "frames-dead-letter"));
        try (Consumer<byte[], byte[]> consumer = consumer("saccade-serve", Map.of())) {
            consumer.assign(
                    topics.stream().map(topic -> new TopicPartition(topic, 0)).toList());
            poll(consumer, topics);
        }
    }

    private static void read() {
        Set<String> topics = new TreeSet<>(SCORES);
        topics.addAll(GAN);
        topics.remove("gan-checkpoints");
        try (Consumer<byte[], byte[]> consumer = consumer("saccade-reader", Map.of("group.id", "reader-1"))) {
            consumer.subscribe(topics);
            poll(consumer, topics);
        }
    }

    private static void scale() throws Exception {
        try (Admin admin = Admin.create(kafka.client("saccade-scaler"))) {
            admin.describeTopics(List.of("frames")).allTopicNames().get();
            admin.listOffsets(Map.of(FRAMES, OffsetSpec.latest())).all().get();
            admin.listConsumerGroupOffsets("saccade-scoring")
                    .partitionsToOffsetAndMetadata()
                    .get();
        }
    }

    private static void poll(Consumer<byte[], byte[]> consumer, Set<String> expected) {
        Set<String> waited = new TreeSet<>(expected);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!waited.isEmpty()) {
            assertThat(System.nanoTime()).as("nothing came of " + waited).isLessThan(deadline);
            consumer.poll(Duration.ofMillis(100)).forEach(record -> waited.remove(record.topic()));
        }
    }

    private static void readWithoutGroup(String user, String topic) {
        try (TopicReader reader = TopicReader.of(kafka.client(user), topic)) {
            reader.read(1, PATIENCE);
        }
    }

    private static void write(String user, String topic) throws Exception {
        try (Producer<byte[], byte[]> producer = producer(user, Map.of())) {
            producer.send(record(topic)).get();
        }
    }

    private static void begin(String user, String transactionalId) {
        try (Producer<byte[], byte[]> producer = producer(user, Map.of("transactional.id", transactionalId))) {
            producer.initTransactions();
        }
    }

    private static void join(String user, String group) {
        try (Consumer<byte[], byte[]> consumer = consumer(user, Map.of("group.id", group))) {
            consumer.subscribe(List.of("frames"));
            poll(consumer, Set.of("frames"));
        }
    }

    private static void commit(String user, String group) {
        try (Consumer<byte[], byte[]> consumer = consumer(user, Map.of("group.id", group))) {
            consumer.assign(List.of(FRAMES));
            consumer.commitSync(Map.of(FRAMES, new OffsetAndMetadata(0)), PATIENCE);
        }
    }

    private static void create(String user) throws Exception {
        try (Admin admin = Admin.create(kafka.client(user))) {
            admin.createTopics(List.of(new NewTopic("frames-2", 1, (short) 1)))
                    .all()
                    .get();
        }
    }

    private static ProducerRecord<byte[], byte[]> record(String topic) {
        return new ProducerRecord<>(topic, 0, "camera".getBytes(UTF_8), topic.getBytes(UTF_8));
    }

    private static Producer<byte[], byte[]> producer(String user, Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(kafka.client(user));
        settings.putAll(more);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static Consumer<byte[], byte[]> consumer(String user, Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(kafka.client(user));
        settings.put("auto.offset.reset", "earliest");
        settings.put("enable.auto.commit", "false");
        settings.putAll(more);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static SaccadeConfig config(String roles) {
        return new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(SaccadeConfig.class)
                .withSources(new PropertiesConfigSource(
                        Map.of("saccade.roles", roles, "saccade.topics.create", "false"), "test", 500))
                .build()
                .getConfigMapping(SaccadeConfig.class);
    }
}
