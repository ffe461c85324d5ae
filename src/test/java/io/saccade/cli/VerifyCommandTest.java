package io.saccade.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.saccade.Pictures;
import io.saccade.attention.AttentionParameters;
import io.saccade.broker.BrokerResource;
import io.saccade.broker.TopicReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the service published is verified; then each kind of fault is planted in a copy of it. */
@QuarkusTest
@QuarkusTestResource(BrokerResource.class)
class VerifyCommandTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int FRAMES = 8;

    @TempDir
    Path folder;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    private final String camera = "verified-" + UUID.randomUUID();
    private KafkaProducer<byte[], byte[]> producer;
    private final List<RecordMetadata> sent = new ArrayList<>();

    @BeforeEach
    void scoreFrames() throws Exception {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new ByteArraySerializer(), new ByteArraySerializer());
        for (int i = 0; i < FRAMES; i++) {
            send(Pictures.jpeg(40 + i, 30));
        }
        send("no picture".getBytes(UTF_8));
        send(Pictures.jpeg(32, 24), "ce_expirytime", "2020-01-01T00:00:00Z");
        send(Pictures.jpeg(33, 24));
        read("score-maps", FRAMES + 1);
        read("frames-dead-letter", 2);
    }

    @AfterEach
    void disconnect() {
        producer.close();
    }

    @Test
    void whatTheServicePublishedIsEqual() {
        CommandRun run = verify();

        assertThat(run.exit()).as(run.toString()).isZero();
        assertThat(run.out())
                .isEqualTo("verify: frames=11 equal=9 rejected=2 superseded=0 different=0 missing=0 doubled=0"
                        + " other-model=0 other-provider=0 pending=0 gone=0 stray=0\n");
    }

    @Test
    void allPartitionsFromTheBeginningAreEqualWhateverOtherTestsSent() {
        CommandRun run = CommandRun.of("verify", "-b", bootstrapServers);

        assertThat(run.exit()).as(run.toString()).isZero();
    }

    @Test
    void aFlippedByteIsToldByFrameAndPosition() throws Exception {
        String maps = copy("score-maps", at(3), map -> {
            byte[] value = map.value().clone();
            value[value.length - 1] ^= 1;
            return Stream.of(with(map, map.timestamp(), value));
        });

        CommandRun run = verify("--score-maps", maps);

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out()).contains("equal=8 rejected=2 superseded=0 different=1 missing=0 doubled=0");
        assertThat(run.err().lines().toList())
                .singleElement()
                .asString()
                .startsWith(at(3) + " (camera " + camera + ", frame " + at(3) + "): " + maps + "/")
                .contains("channel 0, row 29, column 42 is ", "expected", "; 1 of 1290 scores differ, by at most ");
    }

    @Test
    void aMissingMapIsTold() throws Exception {
        String maps = copy("score-maps", at(2), map -> Stream.empty());

        CommandRun run = verify("--score-maps", maps);

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out()).contains("equal=8 rejected=2 superseded=0 different=0 missing=1 doubled=0");
        assertThat(run.err())
                .startsWith(at(2) + " (camera")
                .contains("missing: nothing of it on " + maps + " and frames-dead-letter");
    }

    @Test
    void aDoubledMapIsToldNextToItsFirstAndFurtherOn() throws Exception {
        String next = copy("score-maps", at(2), map -> Stream.of(map, map));
        List<ConsumerRecord<byte[], byte[]>> kept = new ArrayList<>();
        String later = copy("score-maps", null, map -> {
            kept.add(map);
            return kept.size() == 5 ? Stream.of(map, kept.get(1), kept.get(2)) : Stream.of(map);
        });

        CommandRun one = verify("--score-maps", next);
        CommandRun two = verify("--score-maps", later);

        assertThat(one.exit()).isEqualTo(1);
        assertThat(one.out()).contains("equal=9 rejected=2 superseded=0 different=0 missing=0 doubled=1");
        assertThat(one.err()).startsWith(at(2) + ": doubled: " + next + "/");
        assertThat(two.exit()).isEqualTo(1);
        assertThat(two.out()).contains("equal=9 rejected=2 superseded=0 different=0 missing=0 doubled=2");
        assertThat(two.err()).startsWith(at(1) + ": doubled: " + later + "/");
    }

    @Test
    void twoMapsInTheWrongOrderAreTold() throws Exception {
        List<ConsumerRecord<byte[], byte[]>> kept = new ArrayList<>();
        String maps = copy("score-maps", null, map -> {
            kept.add(map);
            return kept.size() == 2 ? Stream.empty() : kept.size() == 3 ? Stream.of(map, kept.get(1)) : Stream.of(map);
        });

        CommandRun run = verify("--score-maps", maps);

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out()).contains("equal=8 rejected=2 superseded=0 different=1 missing=0 doubled=0");
    }

    @Test
    void mapsOfAnotherModelCanNotBeComparedAndAreSaidSo() throws Exception {
        AttentionParameters defaults = AttentionParameters.defaults();
        Path other = folder.resolve("other.safetensors");
        Files.write(other, changed(defaults.toBytes()));

        CommandRun run = verify("--parameters", other.toString());
        CommandRun ignored = verify("--parameters", other.toString(), "--ignore-other-models");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out()).contains("equal=0 rejected=2 superseded=0 different=0 missing=0 doubled=0 other-model=9");
        assertThat(run.err())
                .contains("its map was made by model " + defaults.digest() + " on cpu, this is ")
                .contains("can't be compared byte for byte");
        assertThat(ignored.exit()).as(ignored.toString()).isZero();
    }

    @Test
    void mapsOfAnotherProviderCanNotBeCompared() throws Exception {
        String maps = copy("score-maps", at(0), map -> {
            map.headers().remove("saccade-provider").add("saccade-provider", "cuda".getBytes(UTF_8));
            return Stream.of(map);
        });

        CommandRun run = verify("--score-maps", maps);

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out()).contains("equal=8", "missing=0", "other-model=0 other-provider=1");
    }

    @Test
    void aRejectionThatDoesNotComeAgainIsTold() throws Exception {
        String letters = copy("frames-dead-letter", at(FRAMES), letter -> {
            letter.headers().remove("saccade-reason").add("saccade-reason", "empty".getBytes(UTF_8));
            return Stream.of(letter);
        });

        CommandRun run = verify("--dead-letters", letters);

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out()).contains("equal=9 rejected=1 superseded=0 different=1");
        assertThat(run.err()).contains("it was rejected as empty, but now: unsupported-format: ");
    }

    @Test
    void aSupersededFrameIsNotMissing() throws Exception {
        List<ConsumerRecord<byte[], byte[]>> gone = new ArrayList<>();
        String maps = copy("score-maps", at(4), map -> {
            gone.add(map);
            return Stream.empty();
        });
        String summaries = copy("score-summaries", at(4), summary -> {
            summary.headers().remove("ce_type").add("ce_type", "io.saccade.superseded.v1".getBytes(UTF_8));
            return Stream.of(summary);
        });

        CommandRun run = verify("--score-maps", maps, "--score-summaries", summaries);

        assertThat(gone).hasSize(1);
        assertThat(run.exit()).as(run.toString()).isZero();
        assertThat(run.out()).contains("equal=8 rejected=2 superseded=1 different=0 missing=0");
    }

    @Test
    void outputsOnFewerPartitionsAreFound() throws Exception {
        String maps = "maps-" + UUID.randomUUID();
        create(maps, 1);
        copyInto(maps, "score-maps", null, Stream::of, 0);

        CommandRun run = verify("--score-maps", maps);

        assertThat(run.exit()).as(run.toString()).isZero();
        assertThat(run.out()).contains("equal=9 rejected=2");
    }

    @Test
    void mapsAreFoundByTheirTimeAndWhereClocksAreOffAllTheSame() throws Exception {
        List<ConsumerRecord<byte[], byte[]>> early = new ArrayList<>();
        String maps = copy("score-maps", null, map -> {
            early.add(map);
            long timestamp =
                    map.timestamp() - (early.size() <= 3 ? Duration.ofHours(1).toMillis() : 0);
            return Stream.of(with(map, timestamp, map.value()));
        });

        CommandRun byTime =
                verify("--score-maps", maps, "--from", "" + sent.get(3).offset());
        CommandRun clockOff =
                verify("--score-maps", maps, "--from", "" + sent.get(1).offset());

        assertThat(byTime.exit()).as(byTime.toString()).isZero();
        assertThat(byTime.out()).contains("frames=8 equal=6 rejected=2");
        assertThat(clockOff.exit()).as(clockOff.toString()).isZero();
        assertThat(clockOff.out()).contains("frames=10 equal=8 rejected=2");
    }

    @Test
    void mapsThatRetentionTookAreGoneNotMissing() throws Exception {
        String maps = copy("score-maps", null, Stream::of);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            TopicPartition partition = new TopicPartition(maps, sent.get(0).partition());
            admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(3)))
                    .all()
                    .get();
        }

        CommandRun run = verify("--score-maps", maps);

        assertThat(run.exit()).as(run.toString()).isZero();
        assertThat(run.out()).contains("equal=6 rejected=2 superseded=0 different=0 missing=0 doubled=0", "gone=3");
    }

    @Test
    void framesThatTheServiceHasNotCommittedArePending() throws Exception {
        String maps = copy("score-maps", null, map -> Stream.empty());
        String group = "behind-" + UUID.randomUUID();
        TopicPartition partition = new TopicPartition("frames", sent.get(0).partition());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.alterConsumerGroupOffsets(
                            group,
                            Map.of(partition, new OffsetAndMetadata(sent.get(2).offset())))
                    .all()
                    .get();
        }

        CommandRun run = verify("--score-maps", maps, "--group", group);

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out()).contains("equal=0 rejected=2 superseded=0 different=0 missing=2", "pending=7");
    }

    @Test
    void aLimitEndsTheRangeEarly() {
        CommandRun run = verify("--limit", "4");

        assertThat(run.exit()).as(run.toString()).isZero();
        assertThat(run.out()).contains("frames=4 equal=4 rejected=0");
    }

    @Test
    void wrongUseIsOneLine() {
        CommandRun offset = CommandRun.of("verify", "--from", "yesterday");
        CommandRun topic = CommandRun.of("verify", "-b", bootstrapServers, "--topic", "nowhere");
        CommandRun pool = CommandRun.of("verify", "-b", bootstrapServers, "--pool", "3");

        assertThat(offset.exit()).isEqualTo(2);
        assertThat(offset.err()).contains("--from is 'yesterday', expected an offset or earliest");
        assertThat(topic.exit()).isEqualTo(1);
        assertThat(topic.err().lines().toList()).singleElement().asString().endsWith("has no topic [nowhere]");
        assertThat(pool.exit()).isEqualTo(1);
        assertThat(pool.err().lines().toList())
                .singleElement()
                .asString()
                .contains("saccade.score-map.pool is 3, expected 1, 2, 4, 8 or 16");
    }

    /** Verifies this test's frames. */
    private CommandRun verify(String... arguments) {
        List<String> all = new ArrayList<>(List.of(
                "-b",
                bootstrapServers,
                "--partition",
                "" + sent.get(0).partition(),
                "--to",
                "" + (sent.get(sent.size() - 1).offset() + 1)));
        all.addAll(List.of(arguments));
        if (!all.contains("--from")) {
            all.addAll(List.of("--from", "" + sent.get(0).offset()));
        }
        return CommandRun.of("verify", all.toArray(String[]::new));
    }

    private void send(byte[] value, String... header) throws Exception {
        RecordHeaders headers = new RecordHeaders();
        if (header.length == 2) {
            headers.add(header[0], header[1].getBytes(UTF_8));
        }
        sent.add(producer.send(new ProducerRecord<>("frames", null, camera.getBytes(UTF_8), value, headers))
                .get());
    }

    /** A frame of this test, as {@code frames/0/17}. */
    private String at(int index) {
        return "frames/" + sent.get(index).partition() + "/" + sent.get(index).offset();
    }

    private List<ConsumerRecord<byte[], byte[]>> read(String topic, int count) {
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

    /** A new topic with this test's outputs; those of one frame, or of all if it is null, go through the fault. */
    private String copy(
            String topic,
            String frame,
            Function<ConsumerRecord<byte[], byte[]>, Stream<ConsumerRecord<byte[], byte[]>>> fault)
            throws Exception {
        String copy = topic + "-" + UUID.randomUUID();
        create(copy, 4);
        copyInto(copy, topic, frame, fault, sent.get(0).partition());
        return copy;
    }

    private void copyInto(
            String copy,
            String topic,
            String frame,
            Function<ConsumerRecord<byte[], byte[]>, Stream<ConsumerRecord<byte[], byte[]>>> fault,
            int partition)
            throws Exception {
        for (ConsumerRecord<byte[], byte[]> record : read(topic, topic.equals("frames-dead-letter") ? 2 : FRAMES + 1)) {
            boolean planted = frame == null || frame.equals(source(record.headers()));
            for (ConsumerRecord<byte[], byte[]> each : (planted ? fault.apply(record) : Stream.of(record)).toList()) {
                producer.send(new ProducerRecord<>(
                                copy, partition, each.timestamp(), each.key(), each.value(), each.headers()))
                        .get();
            }
        }
    }

    private void create(String topic, int partitions) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(List.of(new NewTopic(topic, Optional.of(partitions), Optional.empty())))
                    .all()
                    .get();
        }
    }

    private static String source(Headers headers) {
        return Stream.of("topic", "partition", "offset")
                .map(name ->
                        new String(headers.lastHeader("saccade-source-" + name).value(), UTF_8))
                .reduce((left, right) -> left + "/" + right)
                .orElseThrow();
    }

    private static ConsumerRecord<byte[], byte[]> with(
            ConsumerRecord<byte[], byte[]> record, long timestamp, byte[] value) {
        return new ConsumerRecord<>(
                record.topic(),
                record.partition(),
                record.offset(),
                timestamp,
                record.timestampType(),
                record.key().length,
                value.length,
                record.key(),
                value,
                record.headers(),
                record.leaderEpoch());
    }

    /** The same parameters with another last value. */
    private static byte[] changed(byte[] parameters) {
        byte[] changed = parameters.clone();
        changed[changed.length - 2] ^= 1;
        return changed;
    }
}
