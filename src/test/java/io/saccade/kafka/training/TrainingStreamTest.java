package io.saccade.kafka.training;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.configuration.DurationConverter;
import io.saccade.broker.EmbeddedKafka;
import io.saccade.broker.TopicReader;
import io.saccade.config.SaccadeConfig;
import io.saccade.gan.Checkpoint;
import io.saccade.gan.SampleReaders;
import io.saccade.gan.Samples;
import io.saccade.gan.Trainer;
import io.saccade.gan.TrainerSettings;
import io.saccade.gan.TrainingStep;
import io.saccade.gan.net.Volume;
import io.saccade.kafka.FailingPublisher;
import io.saccade.kafka.GanTopics;
import io.saccade.kafka.KafkaClients;
import io.saccade.kafka.Publisher;
import io.saccade.kafka.TopicNames;
import io.saccade.kafka.Topics;
import io.saccade.kafka.TransactionalPublisher;
import io.saccade.onnx.ExecutionProvider;
import io.saccade.onnx.OnnxRuntime;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Training over a real broker: whatever is cut off wherever, each record is learnt from once, in order, and the weights are
 * those of a trainer that nobody disturbed.
 */
class TrainingStreamTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final OnnxRuntime CPU = OnnxRuntime.on(ExecutionProvider.CPU);
    private static final int SIZE = 5;
    private static final int MINIBATCH = 4;

    private static EmbeddedKafka broker;

    private final String run = UUID.randomUUID().toString();
    private final SaccadeConfig config = config();
    private final GanTopics names = GanTopics.of(config);
    private final TrainerSettings settings = config.gan().trainer();

    @BeforeAll
    static void start() {
        broker = EmbeddedKafka.start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void killedAtTwentyRandomPointsTheWeightsAreThoseOfAnUninterruptedRun() throws Exception {
        createTopics();
        List<byte[]> records = records(403);
        send(records.subList(0, 120));
        Random random = new Random(1);
        for (int kill = 0; kill < 20; kill++) {
            if (kill == 10) {
                send(records.subList(120, 403));
            }
            runUntilKilled(random);
        }
        runUntil(403, new TransactionalPublisher(clients()::producer));

        assertEachOnce(records);
    }

    @Test
    void failuresOfCommitsNeitherLoseNorRepeatAMinibatch() throws Exception {
        createTopics();
        List<byte[]> records = records(300);
        send(records);
        FailingPublisher publisher =
                new FailingPublisher(new TransactionalPublisher(clients()::producer), new Random(2), 0.2);

        List<TrainingStep> heard = runUntil(300, publisher);

        assertThat(publisher.failures()).isGreaterThan(3);
        assertThat(heard.stream().map(step -> step.progress().steps()))
                .as("what was committed is told once, also where the answer was lost")
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 75).boxed().toList());
        assertEachOnce(records);
    }

    @Test
    void anotherMemberTakesOverWhereTheFirstWasCommitted() throws Exception {
        createTopics();
        List<byte[]> records = records(200);
        send(records.subList(0, 100));
        AtomicBoolean stopped = new AtomicBoolean();
        Training standby = new Training();
        Thread second = new Thread(() -> member(standby, stopped));
        Training first = new Training();
        AtomicBoolean firstStopped = new AtomicBoolean();
        Thread member = new Thread(() -> member(first, firstStopped));
        member.start();
        await(() -> samples(first) == 100);
        second.start();
        await(() -> memberCount() == 2);
        assertThat(standby.checkpoint()).isEmpty();
        await(() -> standby.status().snapshot().sinceProgress().toMillis() < 1000);
        assertThat(first.checkpoint()).isPresent();

        firstStopped.set(true);
        member.join();
        send(records.subList(100, 200));
        await(() -> samples(standby) == 200);
        stopped.set(true);
        second.join();

        assertEachOnce(records);
    }

    @Test
    void aCheckpointThatAnOpenTransactionOfAnotherTrainerHidesIsWaitedFor() throws Exception {
        createTopics();
        List<byte[]> records = records(24);
        Training first = new Training();
        AtomicBoolean firstStopped = new AtomicBoolean();
        Thread member = new Thread(() -> member(first, firstStopped));
        member.start();
        send(records.subList(0, 8));
        await(() -> samples(first) == 8);
        Training second = new Training();
        AtomicBoolean secondStopped = new AtomicBoolean();
        Thread next = new Thread(() -> member(second, secondStopped));
        try (KafkaProducer<byte[], byte[]> other = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", "other-" + run),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            other.initTransactions();
            other.beginTransaction();
            other.send(new ProducerRecord<>(names.checkpoints(), "other".getBytes(UTF_8), new byte[1]))
                    .get();
            send(records.subList(8, 16));
            await(() -> samples(first) == 16);
            firstStopped.set(true);
            member.join();
            next.start();
            Awaitility.await().during(Duration.ofSeconds(2)).atMost(PATIENCE).until(() -> second.checkpoint()
                    .isEmpty());
            other.abortTransaction();
        }
        send(records.subList(16, 24));
        await(() -> samples(second) == 24);
        secondStopped.set(true);
        next.join();

        assertEachOnce(records);
    }

    @Test
    void aRecordWithoutASampleIsAccountedForAndTheNextIsLearntFrom() throws Exception {
        createTopics();
        List<byte[]> records = new ArrayList<>(records(6));
        records.set(2, "[1, 2]".getBytes(UTF_8));
        records.set(4, "no vector".getBytes(UTF_8));
        send(records);

        runUntil(4, new TransactionalPublisher(clients()::producer));

        List<JsonNode> told = json(names.novelty(), 6);
        assertThat(told.get(2).path("rejected").asText()).isEqualTo("size-mismatch");
        assertThat(told.get(2).path("detail").asText()).contains("2 numbers, expected 5");
        assertThat(told.get(4).path("rejected").asText()).isEqualTo("unsupported-format");
        assertThat(told.get(5).path("novelty").isNumber()).isTrue();
    }

    @Test
    void aCheckpointOfAnotherGameIsRefusedInOneLine() throws Exception {
        createTopics();
        send(records(8));
        runUntil(8, new TransactionalPublisher(clients()::producer));
        TrainerSettings other = config("saccade.gan.discriminator.layers", "dense 3 tanh, dense 1 sigmoid")
                .gan()
                .trainer();
        Checkpoint last = lastCheckpoint();
        try (Trainer trainer = new Trainer(other, CPU)) {
            assertThatThrownBy(() -> trainer.restore(last))
                    .hasMessageContaining("of another game")
                    .hasMessageContaining("d.weight.0")
                    .hasMessageContaining("[6, 8]")
                    .hasMessageContaining("[6, 3]");
        }
    }

    /** Weights, records and counts are what one trainer gives that is handed every record itself. */
    private void assertEachOnce(List<byte[]> records) throws Exception {
        List<JsonNode> novelty = json(names.novelty(), records.size());
        assertThat(novelty.stream().map(node -> node.path("sourceOffset").asLong()))
                .containsExactlyElementsOf(
                        LongStream.range(0, records.size()).boxed().toList());
        int steps = records.size() / MINIBATCH;
        assertThat(json(names.metrics(), steps).stream()
                        .map(node -> node.path("step").asLong()))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, steps).boxed().toList());
        Checkpoint last = lastCheckpoint();
        assertThat(last.progress().steps())
                .isEqualTo(last.progress().minibatches())
                .isEqualTo(steps);
        assertThat(last.positions()).isEqualTo(Map.of(names.input() + "/0", (long) records.size()));
        try (Trainer undisturbed = new Trainer(settings, CPU)) {
            for (int i = 0; i < records.size(); i++) {
                Trainer.Result result = undisturbed.accept("camera", vector(records.get(i)));
                assertThat(novelty.get(i).path("novelty").asDouble())
                        .isEqualTo(result.novelty().novelty());
            }
            assertThat(last.digest()).isEqualTo(undisturbed.checkpoint().digest());
            assertThat(last.toFile().toBytes())
                    .isEqualTo(undisturbed
                            .checkpoint()
                            .at(last.positions())
                            .toFile()
                            .toBytes());
        }
    }

    private void runUntilKilled(Random random) {
        AtomicBoolean dead = new AtomicBoolean();
        Publisher publisher =
                new MortalPublisher(new TransactionalPublisher(clients()::producer), random.nextInt(60), dead);
        Training training = new Training();
        try (Consumer<byte[], byte[]> consumer = clients().consumer();
                SampleLanes lanes = lanes();
                Trainer trainer = new Trainer(settings, CPU);
                Samples samples = new Samples(settings.game(), CPU)) {
            TrainingStream stream = subscribed(consumer, publisher, parts(trainer, lanes, samples, training));
            stream.recover();
            while (!dead.get()) {
                stream.step();
                if (!stream.sound()) {
                    stream.recover();
                }
                if (samples(training) > 0 && random.nextInt(200) == 0) {
                    dead.set(true);
                }
            }
        } catch (MortalPublisher.Dead expected) {
            assertThat(dead).isTrue();
        }
    }

    private List<TrainingStep> runUntil(long samples, Publisher publisher) {
        Training training = new Training();
        AtomicLong reached = new AtomicLong();
        List<TrainingStep> heard = new ArrayList<>();
        training.listen(committed -> {
            heard.addAll(committed.steps());
            reached.set(committed.checkpoint().progress().samples());
        });
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        run(training, publisher, () -> reached.get() >= samples || System.nanoTime() > deadline);
        assertThat(reached).hasValue(samples);
        return heard;
    }

    private void member(Training training, AtomicBoolean stopped) {
        run(training, new TransactionalPublisher(clients()::producer), stopped::get);
    }

    /** What the runner does. */
    private void run(Training training, Publisher publisher, BooleanSupplier until) {
        try (Consumer<byte[], byte[]> consumer = clients().consumer();
                publisher;
                SampleLanes lanes = lanes();
                Trainer trainer = new Trainer(settings, CPU);
                Samples samples = new Samples(settings.game(), CPU)) {
            TrainingStream stream = subscribed(consumer, publisher, parts(trainer, lanes, samples, training));
            boolean sound = false;
            while (!until.getAsBoolean()) {
                try {
                    if (!sound) {
                        stream.recover();
                    }
                    stream.step();
                    sound = stream.sound();
                } catch (RuntimeException e) {
                    sound = false;
                }
            }
            stream.finish();
        }
    }

    private TrainingStream subscribed(
            Consumer<byte[], byte[]> consumer, Publisher publisher, TrainingStream.Parts parts) {
        TrainingStream stream = new TrainingStream(consumer, publisher, parts);
        consumer.subscribe(List.of(names.input()), stream);
        return stream;
    }

    private TrainingStream.Parts parts(Trainer trainer, SampleLanes lanes, Samples samples, Training training) {
        return new TrainingStream.Parts(
                trainer,
                lanes,
                new CheckpointTopic(names.checkpoints(), clients()::checkpointConsumer),
                new TrainingRecords(names, "main", settings.game()),
                new SamplePictures(samples, 4),
                training,
                new AsCreated(TopicNames.of(config.topics())),
                names,
                "main",
                Duration.ofMillis(5),
                10);
    }

    private static SampleLanes lanes() {
        return new SampleLanes(
                2,
                () -> SampleReaders.of(Volume.flat(SIZE), () -> {
                    throw new IllegalStateException("vectors need no decoder");
                }));
    }

    private Checkpoint lastCheckpoint() {
        return new CheckpointTopic(names.checkpoints(), clients()::checkpointConsumer)
                .last("main")
                .orElseThrow();
    }

    private static long samples(Training training) {
        return training.checkpoint()
                .map(checkpoint -> checkpoint.progress().samples())
                .orElse(0L);
    }

    private static List<byte[]> records(int count) {
        Random random = new Random(3);
        return IntStream.range(0, count)
                .mapToObj(i -> random.doubles(SIZE)
                        .mapToObj(Double::toString)
                        .collect(Collectors.joining(", ", "[", "]"))
                        .getBytes(UTF_8))
                .toList();
    }

    private static float[] vector(byte[] record) throws Exception {
        double[] wide = new ObjectMapper().readValue(record, double[].class);
        float[] vector = new float[wide.length];
        for (int i = 0; i < wide.length; i++) {
            vector[i] = (float) wide[i];
        }
        return vector;
    }

    private TrainingClients clients() {
        Map<String, Object> kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
        return new TrainingClients(config.gan(), new KafkaClients(config, kafka, 0));
    }

    private SaccadeConfig config(String... more) {
        Map<String, String> given = new HashMap<>();
        given.put("saccade.gan.sample", Integer.toString(SIZE));
        given.put("saccade.gan.noise", "3");
        given.put("saccade.gan.minibatch", Integer.toString(MINIBATCH));
        given.put("saccade.gan.discriminator.layers", "dense 8 leaky-relu, dense 1 sigmoid");
        given.put("saccade.gan.generator.layers", "dense 8 leaky-relu, dense k");
        given.put("saccade.gan.average", "0.9");
        given.put("saccade.gan.group-id", "training-" + run);
        given.put("saccade.topics.frames", "vectors-" + run);
        for (String topic : List.of("metrics", "novelty", "samples", "checkpoints")) {
            given.put("saccade.gan.topics." + topic, topic + "-" + run);
        }
        for (int i = 0; i < more.length; i += 2) {
            given.put(more[i], more[i + 1]);
        }
        return new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(SaccadeConfig.class)
                .withSources(new PropertiesConfigSource(given, "test", 500))
                .build()
                .getConfigMapping(SaccadeConfig.class);
    }

    private void createTopics() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            List<NewTopic> topics = new ArrayList<>();
            topics.add(new NewTopic(names.input(), 1, (short) 1));
            names.outputs().forEach(topic -> topics.add(new NewTopic(topic, 1, (short) 1)));
            admin.createTopics(topics).all().get();
        }
    }

    private void send(List<byte[]> records) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (byte[] record : records) {
                producer.send(new ProducerRecord<>(names.input(), "camera".getBytes(UTF_8), record))
                        .get();
            }
        }
    }

    private int memberCount() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            return admin.describeConsumerGroups(List.of("training-" + run))
                    .all()
                    .get()
                    .get("training-" + run)
                    .members()
                    .size();
        }
    }

    private List<JsonNode> json(String topic, int count) throws Exception {
        try (TopicReader reader = TopicReader.of(broker.bootstrapServers(), topic)) {
            List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>(reader.read(count, PATIENCE));
            all.addAll(reader.readFor(Duration.ofMillis(500)));
            List<JsonNode> nodes = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> record : all) {
                nodes.add(new ObjectMapper().readTree(record.value()));
            }
            return nodes;
        }
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(PATIENCE).until(condition);
    }

    private record AsCreated(TopicNames names) implements Topics {
        @Override
        public int partitions(String topic) {
            return 1;
        }

        @Override
        public int maxRecordBytes(String topic) {
            return 1 << 20;
        }
    }
}
