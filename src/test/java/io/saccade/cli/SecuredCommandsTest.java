package io.saccade.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.saccade.Pictures;
import io.saccade.broker.KafkaUsers;
import io.saccade.broker.SecureKafka;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The commands as users of a broker that allows no more than {@code k8s/base/kafka-users.yaml} says. */
class SecuredCommandsTest {

    private static final String CAMERA = "saccade-camera";
    private static final String READER = "saccade-reader";
    private static final String REPLAY = "saccade-replay";

    @TempDir
    static Path folder;

    private static SecureKafka kafka;

    @BeforeAll
    static void start() throws Exception {
        kafka = SecureKafka.start(folder, Map.of());
        kafka.create(Set.of("frames", "score-maps", "score-summaries", "frames-dead-letter"));
        Map<String, List<AclBinding>> users = KafkaUsers.read(KafkaUsers.FILE);
        for (String user : List.of(CAMERA, READER, REPLAY)) {
            kafka.addUser(user);
            kafka.allow(users.get(user));
        }
        try (Producer<byte[], byte[]> producer =
                new KafkaProducer<>(kafka.client("admin"), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>("frames", Pictures.jpeg(16, 16)));
            producer.send(new ProducerRecord<>("score-summaries", "{\"camera\":\"gate\"}".getBytes(UTF_8)));
            ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>("frames-dead-letter", new byte[1]);
            letter.headers().add("saccade-reason", "undecodable".getBytes(UTF_8));
            producer.send(letter);
        }
        // The service has committed nothing yet: frames without a map are pending.
        kafka.admin()
                .alterConsumerGroupOffsets(
                        "saccade-scoring", Map.of(new TopicPartition("frames", 0), new OffsetAndMetadata(0)))
                .all()
                .get();
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @AfterEach
    void forget() {
        kafka.client("admin").keySet().forEach(key -> System.clearProperty("kafka." + key));
    }

    @Test
    void aCameraSendsFrames() {
        CommandRun run = as(CAMERA, "ingest", "synthetic", "--count", "3", "--size", "64x48", "--rate", "0");

        assertThat(run.exit()).as(run.toString()).isZero();
    }

    @Test
    void anOptionOfIngestGoesBeforeTheSetting() {
        CommandRun run = as(CAMERA, "ingest", "synthetic", "--count", "1", "-X", "sasl.jaas.config=" + wrong(CAMERA));

        assertThat(run.exit()).isEqualTo(1);
        assertOneLine(run, "Authentication failed");
        assertThat(run.err()).doesNotContain("hunter2");
    }

    @Test
    void aReaderWatchesWithoutAGroup() {
        CommandRun run = as(READER, "watch", "--from-beginning", "--count", "1", "--timeout", "20");

        assertThat(run.exit()).as(run.toString()).isZero();
        assertThat(run.out()).startsWith("gate ");
    }

    @Test
    void whoMayNotIsToldInOneLine() {
        assertOneLine(as(READER, "ingest", "synthetic", "--count", "1"), "[frames]");
        assertOneLine(as(CAMERA, "watch"), "has no topic [score-summaries], or its rules do not let us see it");
        assertOneLine(as(CAMERA, "verify"), "has no topic [score-maps, score-summaries, frames-dead-letter]");
        assertOneLine(as(READER, "redrive"), "has no topic [frames]");
    }

    @Test
    void aWrongPasswordIsOneLineAndNotTold() {
        for (List<String> command : List.of(
                List.of("ingest", "synthetic", "--count", "1"),
                List.of("watch"),
                List.of("verify"),
                List.of("redrive"))) {
            System.setProperty("kafka.sasl.jaas.config", wrong(REPLAY));
            CommandRun run = run(command);

            assertOneLine(run, "Authentication failed", "SCRAM-SHA-512");
            assertThat(run.err() + run.out()).doesNotContain("hunter2");
        }
    }

    static Stream<Arguments> rules() throws Exception {
        Map<String, List<AclBinding>> users = KafkaUsers.read(KafkaUsers.FILE);
        return Stream.of(CAMERA, REPLAY)
                .flatMap(user -> users.get(user).stream().map(rule -> Arguments.of(user, rule)));
    }

    @Test
    void whoReplaysVerifiesAndRedrives() {
        assertThat(replay()).allSatisfy(run -> assertThat(run.exit()).as(run.toString()).isZero());
    }

    @ParameterizedTest
    @MethodSource("rules")
    void noRuleIsSuperfluous(String user, AclBinding rule) throws Exception {
        kafka.revoke(rule);
        try {
            List<CommandRun> runs = user.equals(CAMERA)
                    ? List.of(as(CAMERA, "ingest", "synthetic", "--count", "1", "--size", "64x48"))
                    : replay();

            assertThat(runs)
                    .anySatisfy(run -> assertOneLine(run, rule.pattern().name()));
        } finally {
            kafka.allow(List.of(rule));
        }
    }

    private static List<CommandRun> replay() {
        return List.of(as(REPLAY, "verify"), as(REPLAY, "redrive", "--again"));
    }

    private static void assertOneLine(CommandRun run, String... parts) {
        assertThat(run.exit()).as(run.toString()).isEqualTo(1);
        assertThat(run.err().lines().toList()).singleElement().asString().contains(parts);
    }

    private static String wrong(String user) {
        return kafka.jaas(user).replace(kafka.password(user), "hunter2");
    }

    /** Runs a command with the settings that the service would have in {@code kafka.*}. */
    private static CommandRun as(String user, String... command) {
        kafka.client(user).forEach((key, value) -> System.setProperty("kafka." + key, value.toString()));
        return run(List.of(command));
    }

    private static CommandRun run(List<String> command) {
        Map<String, Object> secured = new HashMap<>(kafka.client(REPLAY));
        secured.forEach((key, value) -> System.getProperties().putIfAbsent("kafka." + key, value.toString()));
        List<String> arguments = new ArrayList<>(command);
        return CommandRun.of(arguments.remove(0), arguments.toArray(String[]::new));
    }
}
