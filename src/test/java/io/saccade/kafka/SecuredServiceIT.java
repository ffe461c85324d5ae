package io.saccade.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.saccade.Pictures;
import io.saccade.broker.KafkaUsers;
import io.saccade.broker.SecureKafka;
import io.saccade.broker.TopicReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The packaged service, a process for each role with a user of its own, against a broker that allows no more than
 * {@code k8s/base/kafka-users.yaml} says: settings come as a pod gets them, from what Strimzi puts into secrets.
 */
class SecuredServiceIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String WRONG = "hunter2";
    private static final Set<String> TOPICS = Set.of(
            "frames",
            "score-maps",
            "score-summaries",
            "score-previews",
            "frames-dead-letter",
            "gan-novelty",
            "gan-metrics",
            "gan-samples",
            "gan-checkpoints");

    @TempDir
    static Path folder;

    private static Map<String, List<AclBinding>> users;
    private static SecureKafka kafka;
    private static ServiceRun score;
    private static ServiceRun train;
    private static ServiceRun serve;
    private static ServiceRun stranger;
    private static Producer<byte[], byte[]> camera;

    @BeforeAll
    static void start() throws Exception {
        users = KafkaUsers.read(KafkaUsers.FILE);
        kafka = SecureKafka.start(folder, Map.of());
        for (Map.Entry<String, List<AclBinding>> user : users.entrySet()) {
            kafka.addUser(user.getKey());
            kafka.allow(user.getValue());
        }
        score = new ServiceRun(folder, "score", environment("score", kafka.jaas("saccade-score")));
        train = new ServiceRun(folder, "train", environment("train", kafka.jaas("saccade-train")));
        stranger = new ServiceRun(
                folder,
                "stranger",
                environment("serve", kafka.jaas("saccade-serve").replace(kafka.password("saccade-serve"), WRONG)));
        serve = new ServiceRun(folder, "serve", fromFile());
        missingTopicsAreWaitedFor();
        camera = new KafkaProducer<>(
                kafka.client("saccade-camera"), new ByteArraySerializer(), new ByteArraySerializer());
        List.of(score, train, serve).forEach(ServiceRun::awaitReady);
    }

    @AfterAll
    static void stop() {
        camera.close();
        List.of(score, train, serve, stranger).forEach(ServiceRun::close);
        kafka.close();
    }

    /** What is in Strimzi's secrets, and where the StatefulSet mounts the cluster's certificate. */
    private static Map<String, String> environment(String role, String jaas) {
        return Map.of(
                "KAFKA_BOOTSTRAP_SERVERS",
                kafka.bootstrapServers(),
                "KAFKA_SECURITY_PROTOCOL",
                "SASL_SSL",
                "KAFKA_SASL_MECHANISM",
                "SCRAM-SHA-512",
                "KAFKA_SASL_JAAS_CONFIG",
                jaas,
                "KAFKA_SSL_TRUSTSTORE_TYPE",
                "PEM",
                "KAFKA_SSL_TRUSTSTORE_LOCATION",
                kafka.authority().toString(),
                "SACCADE_ROLES",
                role,
                "SACCADE_TOPICS_CREATE",
                "false");
    }

    /** The same settings in a file. */
    private static Map<String, String> fromFile() throws Exception {
        Map<String, Object> settings = new HashMap<>();
        kafka.client("saccade-serve").forEach((key, value) -> settings.put("kafka." + key, value));
        Path file = Files.writeString(
                folder.resolve("kafka.properties"),
                settings.entrySet().stream()
                        .map(setting -> setting.getKey() + "=" + setting.getValue())
                        .collect(Collectors.joining("\n")));
        return Map.of(
                "SMALLRYE_CONFIG_LOCATIONS",
                file.toString(),
                "SACCADE_ROLES",
                "serve",
                "SACCADE_TOPICS_CREATE",
                "false");
    }

    private static void missingTopicsAreWaitedFor() throws Exception {
        String line =
                "kafka: topics [frames, score-maps, score-summaries, score-previews, frames-dead-letter] are missing"
                        + " and saccade.topics.create is false";
        score.awaitSaid(line);
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(score.ready()).startsWith("503 ").contains(line));
        kafka.create(TOPICS);
    }

    @Test
    void eachUserDoesItsPart() throws Exception {
        for (int i = 0; i < 8; i++) {
            send("eachUser", Pictures.jpeg(40 + i, 30));
        }
        send("eachUser", "no picture".getBytes(UTF_8));

        assertThat(read("score-maps", "eachUser", 8)).isEqualTo(8);
        assertThat(read("score-summaries", "eachUser", 8)).isEqualTo(8);
        assertThat(read("frames-dead-letter", "eachUser", 1)).isEqualTo(1);
        assertThat(read("gan-novelty", "eachUser", 9)).isEqualTo(9);
        assertThat(read("gan-metrics", "main", 1)).isPositive();
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(serve.get("/api/gan")).startsWith("200 ").contains("\"step\":"));
    }

    @ParameterizedTest
    @CsvSource({
        "TOPIC,frames,Read on topic frames (saccade.topics.frames)",
        "TOPIC,score-maps,Write on topic score-maps (saccade.topics.score-maps)",
        "GROUP,saccade-scoring,Read on group saccade-scoring (saccade.group-id)",
        "TRANSACTIONAL_ID,saccade-scoring-,Write on transactional id saccade-scoring-",
    })
    void aPermissionThatIsTakenAwayIsToldAndWaitedFor(ResourceType type, String name, String needed) throws Exception {
        AclBinding rule = users.get("saccade-score").stream()
                .filter(acl -> acl.pattern().resourceType() == type
                        && acl.pattern().name().equals(name)
                        && acl.entry().operation() != AclOperation.DESCRIBE_CONFIGS)
                .findFirst()
                .orElseThrow();
        String key = "without-" + name;
        String line = "stream: not allowed by the cluster's rules: " + needed;
        kafka.revoke(rule);
        send(key, Pictures.jpeg(20, 20));

        score.awaitSaid(line);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(score.ready())
                .startsWith("503 ")
                .contains("not allowed by the cluster's rules: " + needed));
        kafka.allow(List.of(rule));

        assertThat(read("score-maps", key, 1)).isEqualTo(1);
        score.awaitReady();
        assertThat(score.said().lines().filter(said -> said.contains(line))).hasSize(1);
    }

    @Test
    void aWrongPasswordIsOneLineAndUnready() throws Exception {
        String line = "not let in: Authentication failed during authentication due to invalid credentials with SASL"
                + " mechanism SCRAM-SHA-512 (kafka.sasl.*)";
        stranger.awaitSaid(line);
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(stranger.ready()).startsWith("503 ").contains(line));

        assertThat(stranger.alive()).isTrue();
        assertThat(stranger.said().lines().filter(said -> said.contains("uthentication")))
                .hasSize(1);
    }

    @Test
    void aCertificateThatIsNotThereStopsTheStartWithOneLine() {
        Map<String, String> environment = new HashMap<>(environment("score", kafka.jaas("saccade-score")));
        environment.put("KAFKA_SSL_TRUSTSTORE_LOCATION", "/nowhere/ca.crt");
        try (ServiceRun blind = new ServiceRun(folder, "blind", environment)) {
            await().atMost(PATIENCE).until(() -> !blind.alive());

            assertThat(blind.said().lines().toList())
                    .singleElement()
                    .asString()
                    .startsWith("saccade: can't start: kafka.*: ")
                    .contains("/nowhere/ca.crt");
        }
    }

    @Test
    void nothingSecretIsTold() {
        stranger.awaitSaid("not let in");

        for (ServiceRun run : List.of(score, train, serve, stranger)) {
            assertThat(run.said() + run.told() + run.get("/api/gan") + run.get("/api/nothing"))
                    .contains("saccade")
                    .doesNotContain(
                            kafka.password("saccade-score"),
                            kafka.password("saccade-train"),
                            kafka.password("saccade-serve"),
                            WRONG);
        }
    }

    private static void send(String key, byte[] value) throws Exception {
        camera.send(new ProducerRecord<>("frames", key.getBytes(UTF_8), value)).get();
    }

    /** Records with that key, as an independent reader finds them. */
    private static long read(String topic, String key, int count) {
        long found = 0;
        try (TopicReader reader = TopicReader.of(kafka.client("saccade-reader"), topic)) {
            while (found < count) {
                found += reader.read(1, PATIENCE).stream()
                        .filter(record -> record.key() != null && key.equals(new String(record.key(), UTF_8)))
                        .count();
            }
        }
        return found;
    }
}
