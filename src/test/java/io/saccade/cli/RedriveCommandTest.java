package io.saccade.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.saccade.broker.BrokerResource;
import io.saccade.broker.TopicReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Letters on topics of their own, and the way round through the service. */
@QuarkusTest
@QuarkusTestResource(BrokerResource.class)
class RedriveCommandTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    private KafkaProducer<byte[], byte[]> producer;

    private final String frames = "frames-" + UUID.randomUUID();
    private final String letters = "letters-" + UUID.randomUUID();
    private final String group = "redrive-" + UUID.randomUUID();

    @BeforeEach
    void connect() throws Exception {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new ByteArraySerializer(), new ByteArraySerializer());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(List.of(
                            new NewTopic(frames, Optional.of(3), Optional.empty()),
                            new NewTopic(letters, Optional.of(3), Optional.empty())))
                    .all()
                    .get();
        }
    }

    @AfterEach
    void disconnect() {
        producer.close();
    }

    @Test
    void aLetterGoesBackAsItCameToThePartitionThatItWasOn() throws Exception {
        byte[] value = {1, 2, 3};
        letter(
                2,
                "gate",
                value,
                "undecodable",
                header("content-type", null),
                header("x", "1"),
                header("x", ""),
                header("incoming-saccade-reason", "spoofed"),
                header("incoming-incoming-saccade-y", "z"),
                header("incoming-x", "kept"),
                header("ce_id", "7"));

        CommandRun run = redrive();

        assertThat(run.exit()).as(run.toString()).isZero();
        assertThat(run.out()).isEqualTo("redrive: read=1 sent=1 skipped=0 incomplete=0\n");
        ConsumerRecord<byte[], byte[]> frame = frames(1).get(0);
        assertThat(frame.partition()).isEqualTo(2);
        assertThat(new String(frame.key(), UTF_8)).isEqualTo("gate");
        assertThat(frame.value()).isEqualTo(value);
        assertThat(frame.headers().toArray())
                .containsExactly(
                        header("content-type", null),
                        header("x", "1"),
                        header("x", ""),
                        header("saccade-reason", "spoofed"),
                        header("incoming-saccade-y", "z"),
                        header("incoming-x", "kept"),
                        header("ce_id", "7"),
                        header("saccade-redriven-from", letters + "/2/0"));
    }

    @Test
    void aTombstoneAndALetterWithoutAKeyGoBackAsSuch() throws Exception {
        letter(0, null, (byte[]) null, "empty");

        assertThat(redrive().out()).contains("sent=1");

        ConsumerRecord<byte[], byte[]> frame = frames(1).get(0);
        assertThat(frame.key()).isNull();
        assertThat(frame.value()).isNull();
    }

    @Test
    void aSecondRunSendsNothingAndALaterLetterIsSentOnce() throws Exception {
        letter(0, "a", "1", "undecodable");
        letter(1, "b", "2", "undecodable");

        assertThat(redrive().out()).contains("read=2 sent=2");
        assertThat(redrive().out()).contains("read=0 sent=0");
        letter(1, "b", "3", "undecodable");
        assertThat(redrive().out()).contains("read=1 sent=1");

        assertThat(values(frames(3))).containsExactlyInAnyOrder("1", "2", "3");
    }

    @Test
    void lettersThatAFilterLeavesAreForALaterRun() throws Exception {
        letter(0, "a", "1", "undecodable");
        letter(0, "b", "2", "undecodable");
        letter(0, "a", "3", "expired");
        letter(0, "a", "4", "undecodable");

        CommandRun first = redrive("--reason", "undecodable", "--camera", "a");
        CommandRun second = redrive("--reason", "undecodable", "--camera", "a");
        CommandRun third = redrive("--reason", "expired", "--reason", "empty");
        CommandRun rest = redrive();

        assertThat(first.out()).contains("read=4 sent=2 skipped=2");
        assertThat(second.out()).contains("read=2 sent=0 skipped=2");
        assertThat(third.out()).contains("read=2 sent=1 skipped=1");
        assertThat(rest.out()).contains("read=1 sent=1 skipped=0");
        assertThat(values(frames(4))).containsExactly("1", "4", "3", "2");
    }

    @Test
    void rangesAndLimitsLeaveTheRestToo() throws Exception {
        for (int i = 0; i < 6; i++) {
            letter(0, "a", "" + i, "undecodable");
        }

        assertThat(redrive("--from", "2", "--to", "4").out()).contains("read=2 sent=2");
        assertThat(redrive("--limit", "1").out()).contains("read=1 sent=1");
        assertThat(redrive("--partition", "1").out()).contains("read=0 sent=0");
        assertThat(redrive().out()).contains("read=3 sent=3");

        assertThat(values(frames(6))).containsExactly("2", "3", "0", "1", "4", "5");
    }

    @Test
    void whatWasSentIsSentAgainOnlyIfAsked() throws Exception {
        letter(0, "a", "1", "undecodable");

        redrive();
        assertThat(redrive("--again").out()).contains("read=1 sent=1");

        assertThat(values(frames(2))).containsExactly("1", "1");
    }

    @Test
    void aDryRunSaysWhatItWouldSendAndSendsAndRemembersNothing() throws Exception {
        letter(1, "gate", "1", "undecodable");

        CommandRun dry = redrive("--dry-run");

        assertThat(dry.exit()).isZero();
        assertThat(dry.out()).isEqualTo("redrive (dry run): read=1 sent=1 skipped=0 incomplete=0\n");
        assertThat(dry.err().strip())
                .isEqualTo(letters + "/1/0 -> " + frames + "/1: camera gate, undecodable: was undecodable");
        assertThat(frames(0)).isEmpty();
        assertThat(redrive().out()).contains("read=1 sent=1");
    }

    @Test
    void aLetterWithoutItsValueIsIncompleteAndSaid() throws Exception {
        letter(0, "a", (byte[]) null, "undecodable", header("incoming-saccade-value-length", "7"));
        letter(0, "a", (byte[]) null, "undecodable", header("saccade-value-length", "16776496"));

        CommandRun run = redrive();

        assertThat(run.exit()).isZero();
        assertThat(run.out()).contains("read=2 sent=1 skipped=0 incomplete=1");
        assertThat(run.err()).contains(letters + "/0/1: can't be sent back");
        assertThat(redrive().out()).contains("read=0 sent=0 skipped=0 incomplete=0");
    }

    @Test
    void lettersOfAnotherFramesTopicAreLeft() throws Exception {
        RecordHeaders headers = new RecordHeaders();
        headers.add("saccade-reason", "empty".getBytes(UTF_8));
        headers.add("saccade-source-topic", "elsewhere".getBytes(UTF_8));
        headers.add("saccade-source-partition", "0".getBytes(UTF_8));
        headers.add("saccade-source-offset", "0".getBytes(UTF_8));
        producer.send(new ProducerRecord<>(letters, 0, null, null, null, headers))
                .get();

        assertThat(redrive().out()).contains("read=1 sent=0 skipped=1");
    }

    @Test
    void aPartitionThatTheFramesDoNotHaveIsChosenByKey() throws Exception {
        RecordHeaders headers = new RecordHeaders();
        headers.add("saccade-reason", "empty".getBytes(UTF_8));
        headers.add("saccade-source-topic", frames.getBytes(UTF_8));
        headers.add("saccade-source-partition", "9".getBytes(UTF_8));
        headers.add("saccade-source-offset", "0".getBytes(UTF_8));
        producer.send(new ProducerRecord<>(letters, 0, "a".getBytes(UTF_8), "1".getBytes(UTF_8), headers))
                .get();

        assertThat(redrive().out()).contains("read=1 sent=1");
        assertThat(values(frames(1))).containsExactly("1");
    }

    @Test
    void throughTheServiceALetterComesBackWithTheHeadersThatTheFrameHad() throws Exception {
        String camera = "redriven-" + UUID.randomUUID();
        Header[] sent = {
            header("content-type", null),
            header("x", "1"),
            header("x", null),
            header("saccade-reason", "spoofed"),
            header("incoming-saccade-reason", "spoofed too")
        };
        producer.send(new ProducerRecord<>("frames", null, camera.getBytes(UTF_8), new byte[] {9}, List.of(sent)))
                .get();
        ConsumerRecord<byte[], byte[]> first =
                ofCamera("frames-dead-letter", camera, 1).get(0);

        CommandRun run = CommandRun.of("redrive", "-b", bootstrapServers, "--camera", camera, "--group", group);

        assertThat(run.out()).contains("sent=1");
        ConsumerRecord<byte[], byte[]> frame = ofCamera("frames", camera, 2).get(1);
        assertThat(frame.partition()).isEqualTo(first.partition());
        assertThat(frame.value()).containsExactly(9);
        String origin = "frames-dead-letter/" + first.partition() + "/" + first.offset();
        assertThat(frame.headers().toArray())
                .startsWith(sent)
                .hasSize(6)
                .endsWith(header("saccade-redriven-from", origin));
        ConsumerRecord<byte[], byte[]> second =
                ofCamera("frames-dead-letter", camera, 2).get(1);
        assertThat(second.headers().toArray())
                .contains(
                        header("incoming-saccade-reason", "spoofed"),
                        header("incoming-incoming-saccade-reason", "spoofed too"),
                        header("incoming-saccade-redriven-from", origin));
    }

    @Test
    void aReasonThatDoesNotExistIsWrongUsage() {
        CommandRun run = redrive("--reason", "ugly");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("--reason is ugly, expected one of [empty, ");
    }

    private CommandRun redrive(String... arguments) {
        List<String> all = new ArrayList<>(
                List.of("-b", bootstrapServers, "--topic", frames, "--dead-letters", letters, "--group", group));
        all.addAll(Arrays.asList(arguments));
        return CommandRun.of("redrive", all.toArray(String[]::new));
    }

    private List<ConsumerRecord<byte[], byte[]>> ofCamera(String topic, String camera, int count) {
        List<ConsumerRecord<byte[], byte[]>> ours = new ArrayList<>();
        try (TopicReader reader = TopicReader.of(bootstrapServers, topic)) {
            while (ours.size() < count) {
                reader.read(1, PATIENCE).stream()
                        .filter(record -> Arrays.equals(record.key(), camera.getBytes(UTF_8)))
                        .forEach(ours::add);
            }
        }
        return ours;
    }

    /** Exactly this many frames. */
    private List<ConsumerRecord<byte[], byte[]>> frames(int count) {
        try (TopicReader reader = TopicReader.of(bootstrapServers, frames)) {
            List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>(reader.read(count, PATIENCE));
            all.addAll(reader.readFor(Duration.ofMillis(300)));
            assertThat(all).hasSize(count);
            return all;
        }
    }

    private static List<String> values(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream().map(record -> new String(record.value(), UTF_8)).toList();
    }

    private RecordMetadata letter(int partition, String key, String value, String reason) throws Exception {
        return letter(partition, key, value.getBytes(UTF_8), reason);
    }

    /** A letter as the service writes it: the frame's headers, then its own. */
    private RecordMetadata letter(int partition, String key, byte[] value, String reason, Header... headers)
            throws Exception {
        RecordHeaders all = new RecordHeaders(headers);
        all.add(header("saccade-reason", reason));
        all.add(header("saccade-detail", "was " + reason));
        all.add(header("saccade-source-topic", frames));
        all.add(header("saccade-source-partition", "" + partition));
        all.add(header("saccade-source-offset", "0"));
        all.add(header("saccade-rejected-at", "2026-01-01T00:00:00Z"));
        byte[] camera = key == null ? null : key.getBytes(UTF_8);
        return producer.send(new ProducerRecord<>(letters, partition, camera, value, all))
                .get();
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value == null ? null : value.getBytes(UTF_8));
    }
}
