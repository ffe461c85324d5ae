package io.saccade.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.saccade.broker.EmbeddedKafka;
import io.saccade.broker.TopicReader;
import io.saccade.config.SaccadeConfig;
import io.saccade.frame.Reason;
import io.saccade.frame.Rejection;
import io.saccade.kafka.BatchInWork.InWork;
import io.saccade.scoring.FreshnessPolicy;
import io.saccade.scoring.Outcome;
import io.saccade.scoring.Outcome.Rejected;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The loop and its transactions against a real broker, with failures where they hurt: before, in the middle of and after
 * a commit, and in rebalances. Every frame is rejected, so that its dead letter says what became of it.
 */
class FrameStreamTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PARTITIONS = 3;

    private static EmbeddedKafka broker;

    private final String run = UUID.randomUUID().toString();
    private final TopicNames names =
            new TopicNames("frames-" + run, "maps-" + run, "summaries-" + run, "previews-" + run, "letters-" + run);
    private Duration interval = Duration.ZERO;
    private Duration longest = Duration.ofSeconds(7);
    private final StreamStatus status = new StreamStatus();
    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private Tracing tracing = Tracing.OFF;
    private final List<Outcome> heard = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void start() {
        broker = EmbeddedKafka.start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @ParameterizedTest
    @CsvSource({"eager,0,7500", "cooperative,0,7500", "consumer,0,7500", "cooperative,100,7500", "cooperative,0,5"})
    void noFailureLosesOrDoublesAFrame(String protocol, int intervalMs, int longestMs) throws Exception {
        interval = Duration.ofMillis(intervalMs);
        longest = Duration.ofMillis(longestMs);
        createTopics();
        send(0, 600);
        FailingPublisher publisher = new FailingPublisher(clients(protocol, "a").publisher(), new Random(1), 0.15);

        drain(clients(protocol, "a"), publisher, 600);

        assertThat(publisher.failures()).isGreaterThan(3);
        assertEachOnceInOrder(600);
        assertThat(heard).hasSize(600);
    }

    @Test
    void everyAttemptIsTracedAndOneOfEachFrameIsCommitted() throws Exception {
        try (SdkTracerProvider provider = SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(spans))
                .build()) {
            OpenTelemetry sdk =
                    OpenTelemetrySdk.builder().setTracerProvider(provider).build();
            tracing = new FrameSpans(sdk, "a-group", Clock.systemUTC());
            createTopics();
            send(0, 300);
            FailingPublisher publisher =
                    new FailingPublisher(clients("cooperative", "a").publisher(), new Random(2), 0.2);

            drain(clients("cooperative", "a"), publisher, 300);

            assertThat(publisher.failures()).isGreaterThan(3);

            Map<Boolean, List<SpanData>> attempts = spans.getFinishedSpanItems().stream()
                    .filter(span -> span.getKind() == SpanKind.CONSUMER)
                    .collect(Collectors.partitioningBy(
                            span -> span.getStatus().getDescription().equals("aborted, again")));
            assertThat(attempts.get(true)).isNotEmpty();
            assertThat(attempts.get(false)).hasSize(300);
            assertThat(attempts.get(false).stream()
                            .map(span -> span.getAttributes()
                                            .get(AttributeKey.stringKey("messaging.destination.partition.id"))
                                    + "/" + span.getAttributes().get(AttributeKey.longKey("messaging.kafka.offset")))
                            .distinct())
                    .hasSize(300);
            assertThat(attempts.get(true))
                    .allSatisfy(
                            span -> assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"eager", "cooperative", "consumer"})
    void membersThatComeAndGoLoseAndDoubleNothing(String protocol) throws Exception {
        createTopics();
        Thread first = member(protocol, "a", 900, Integer.MAX_VALUE);
        for (int part = 0; part < 3; part++) {
            send(part * 300, 300);
            Thread passing = member(protocol, "b" + part, 900, 5 + part * 20);
            passing.join();
        }
        first.join();

        assertEachOnceInOrder(900);
        assertThat(heard).hasSize(900);
    }

    @Test
    void aFailureBeforeTheFirstCommitGoesBackToWhereTheStreamBegan() throws Exception {
        createTopics();
        send(0, 30);
        KafkaClients clients = clients("cooperative", "a", Map.of("auto.offset.reset", "latest"));
        try (Consumer<byte[], byte[]> consumer = clients.consumer();
                Publisher publisher = clients.publisher()) {
            FrameStream stream = stream(consumer, publisher);
            consumer.subscribe(List.of(names.frames()), stream);
            publisher.restart();
            stream.reset();
            while (committed().size() < PARTITIONS) {
                stream.step();
            }
            send(30, 30);
            FrameStream failing = stream;
            AtomicInteger polled = new AtomicInteger();
            while (polled.get() == 0) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> polled.incrementAndGet());
            }
            publisher.restart();
            failing.reset();
            while (heard.size() < 30) {
                failing.step();
            }
        }
        assertThat(heard)
                .allSatisfy(
                        outcome -> assertThat(outcome.frame().source().offset()).isGreaterThanOrEqualTo(10));
        assertThat(letters(30)).hasSize(30);
    }

    @Test
    void whatIsInWorkAtTheEndIsCommitted() throws Exception {
        createTopics();
        send(0, 20);
        KafkaClients clients = clients("cooperative", "a");
        try (Consumer<byte[], byte[]> consumer = clients.consumer();
                Publisher publisher = clients.publisher()) {
            FrameStream stream = stream(consumer, publisher);
            consumer.subscribe(List.of(names.frames()), stream);
            publisher.restart();
            stream.reset();
            while (heard.isEmpty()) {
                stream.step();
            }
            stream.finish();
        }
        List<ConsumerRecord<byte[], byte[]>> letters = letters(heard.size());
        assertThat(letters).hasSize(heard.size());
        assertThat(committed().values().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(heard.size());
    }

    @Test
    void aBatchThatTakesLongIsCommittedInParts() throws Exception {
        longest = Duration.ZERO;
        createTopics();
        send(0, 21);
        KafkaClients clients = clients("cooperative", "a");
        try (Consumer<byte[], byte[]> consumer = clients.consumer();
                Publisher publisher = clients.publisher()) {
            FrameStream stream = stream(consumer, publisher);
            consumer.subscribe(List.of(names.frames()), stream);
            stream.recover();
            while (heard.size() < 21) {
                stream.step();
            }
        }
        assertThat(status.snapshot().commits()).isGreaterThanOrEqualTo(21);
        assertEachOnceInOrder(21);
    }

    private Thread member(String protocol, String id, int frames, int steps) {
        Thread thread = new Thread(() -> {
            KafkaClients clients = clients(protocol, id);
            drain(clients, clients.publisher(), frames, steps);
        });
        thread.start();
        return thread;
    }

    private void drain(KafkaClients clients, Publisher publisher, int frames) {
        drain(clients, publisher, frames, Integer.MAX_VALUE);
    }

    /** What the runner does: step, and after any failure restart and reset. */
    private void drain(KafkaClients clients, Publisher publisher, int frames, int steps) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (Consumer<byte[], byte[]> consumer = clients.consumer();
                publisher) {
            FrameStream stream = stream(consumer, publisher);
            consumer.subscribe(List.of(names.frames()), stream);
            boolean sound = false;
            for (int i = 0; i < steps && heard.size() < frames && System.nanoTime() < deadline; i++) {
                try {
                    if (!sound) {
                        stream.recover();
                        sound = true;
                    }
                    stream.step();
                } catch (RuntimeException e) {
                    sound = false;
                }
            }
            if (sound && steps < Integer.MAX_VALUE) {
                stream.finish();
            }
        }
    }

    private FrameStream stream(Consumer<byte[], byte[]> consumer, Publisher publisher) {
        Topics topics = new AsCreated(names);
        return new FrameStream(
                consumer,
                publisher,
                new FrameStream.Parts(
                        FrameStreamTest::reject,
                        new OutcomeRecords(topics, new DeadLetters(topics, Clock.systemUTC())),
                        tracing,
                        FreshnessPolicy.EVERY_FRAME,
                        heard::addAll,
                        status,
                        16,
                        interval,
                        longest,
                        Clock.systemUTC()));
    }

    private static BatchInWork reject(PolledBatch batch) {
        return new BatchInWork(
                batch.frames().stream()
                        .map(frame -> new InWork(
                                frame.record(),
                                CompletableFuture.completedFuture(
                                        new Rejected(frame.frame(), new Rejection(Reason.EMPTY, "for the test")))))
                        .toList(),
                batch.positions(),
                Instant.EPOCH,
                () -> {});
    }

    private KafkaClients clients(String protocol, String id) {
        return clients(protocol, id, Map.of());
    }

    private KafkaClients clients(String protocol, String id, Map<String, Object> more) {
        Map<String, Object> kafka = new HashMap<>(more);
        kafka.put("bootstrap.servers", broker.bootstrapServers());
        return new KafkaClients(config(protocol, id), kafka, 0);
    }

    private SaccadeConfig config(String protocol, String id) {
        Map<String, String> settings = Map.of(
                "saccade.group-id", "group-" + run,
                "saccade.group-protocol", protocol,
                "saccade.transactional-id", run + "-" + id);
        return new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new io.quarkus.runtime.configuration.DurationConverter())
                .withMapping(SaccadeConfig.class)
                .withSources(new PropertiesConfigSource(settings, "test", 500))
                .build()
                .getConfigMapping(SaccadeConfig.class);
    }

    private void createTopics() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(
                            new NewTopic(names.frames(), PARTITIONS, (short) 1),
                            new NewTopic(names.deadLetters(), PARTITIONS, (short) 1)))
                    .all()
                    .get();
        }
    }

    private void send(int from, int count) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int i = from; i < from + count; i++) {
                byte[] text = String.valueOf(i).getBytes(UTF_8);
                var sent = producer.send(new ProducerRecord<>(names.frames(), i % PARTITIONS, text, text));
                if (i < from + PARTITIONS) {
                    sent.get(); // a new topic's first records come while its leader is still settling in
                }
            }
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> letters(int count) {
        try (TopicReader reader = TopicReader.of(broker.bootstrapServers(), names.deadLetters())) {
            List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>(reader.read(count, PATIENCE));
            all.addAll(reader.readFor(Duration.ofMillis(500)));
            return all;
        }
    }

    private void assertEachOnceInOrder(int count) throws Exception {
        List<ConsumerRecord<byte[], byte[]>> letters = letters(count);
        for (int p = 0; p < PARTITIONS; p++) {
            int partition = p;
            assertThat(letters.stream()
                            .filter(letter -> letter.partition() == partition)
                            .map(letter -> Integer.valueOf(new String(letter.value(), UTF_8))))
                    .as("partition %d", p)
                    .containsExactlyElementsOf(IntStream.range(0, count)
                            .filter(i -> i % PARTITIONS == partition)
                            .boxed()
                            .toList());
        }
        assertThat(committed().values()).containsOnly(count / (long) PARTITIONS).hasSize(PARTITIONS);
    }

    private Map<TopicPartition, Long> committed() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            Map<TopicPartition, Long> offsets = new HashMap<>();
            admin.listConsumerGroupOffsets("group-" + run)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .forEach((partition, offset) -> offsets.put(partition, offset.offset()));
            return offsets;
        }
    }

    private record AsCreated(TopicNames names) implements Topics {
        @Override
        public int partitions(String topic) {
            return PARTITIONS;
        }

        @Override
        public int maxRecordBytes(String topic) {
            return TopicLimits.BROKER_DEFAULT;
        }
    }
}
