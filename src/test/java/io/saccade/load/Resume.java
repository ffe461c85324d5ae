package io.saccade.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.saccade.broker.EmbeddedKafka;
import io.saccade.broker.Logs;
import io.saccade.broker.TopicReader;
import io.saccade.cli.SaccadeCommand;
import io.saccade.gan.Checkpoint;
import io.saccade.kafka.training.CheckpointTopic;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Kills the packaged service again and again, at random moments, while it trains on a stream of frames, and compares what it
 * then is with a trainer that nobody disturbed: every frame once, every step once, and the same bits.
 *
 * <p>Arguments: the service's jar, the number of kills, and a seed. The last line is {@code resume: key=value …}; the exit code
 * is 0 only if nothing was lost or doubled and the weights are equal.
 */
public final class Resume {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int CAMERAS = 4;
    private static final int FRAMES_PER_SECOND = 40;
    private static final int SECONDS_PER_KILL = 14;

    /** Longer than the start and the six seconds in which the group still counts on the one that was killed. */
    private static final long SHORTEST_LIFE_MS = 9_000;

    private static final int MORE_LIFE_MS = 6_000;

    private final Path jar;
    private final String brokers;
    private final Random random;

    private Resume(Path jar, String brokers, long seed) {
        this.jar = jar;
        this.brokers = brokers;
        this.random = new Random(seed);
    }

    /** Runs it. */
    public static void main(String[] args) throws Exception {
        Logs.onlyErrors();
        int kills = args.length > 1 ? Integer.parseInt(args[1]) : 20;
        long seed = args.length > 2 ? Long.parseLong(args[2]) : 1;
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            Resume resume = new Resume(Path.of(args[0]), kafka.bootstrapServers(), seed);
            System.exit(resume.run(kills) ? 0 : 1);
        }
    }

    private boolean run(int kills) throws Exception {
        int frames = kills * SECONDS_PER_KILL * FRAMES_PER_SECOND;
        createTopic();
        Thread cameras = send(frames);
        for (int kill = 1; kill <= kills; kill++) {
            ServiceProcess service = start("killed");
            Thread.sleep(SHORTEST_LIFE_MS + random.nextInt(MORE_LIFE_MS));
            service.kill();
            System.out.printf("resume: killed %d of %d, %s%n", kill, kills, progress("killed"));
        }
        cameras.join();
        Told killed = finish("killed", frames);
        Told undisturbed = finish("undisturbed", frames);
        return compare(kills, frames, killed, undisturbed);
    }

    private boolean compare(int kills, int frames, Told killed, Told undisturbed) {
        List<Long> offsets = LongStream.range(0, frames).boxed().toList();
        List<Long> steps = LongStream.rangeClosed(
                        1, killed.checkpoint().progress().steps())
                .boxed()
                .toList();
        boolean everyFrame = killed.offsets().equals(offsets);
        boolean everyStep = killed.steps().equals(steps)
                && killed.checkpoint().progress().steps()
                        == killed.checkpoint().progress().minibatches();
        boolean weights =
                killed.checkpoint().digest().equals(undisturbed.checkpoint().digest());
        boolean novelty = killed.novelties().equals(undisturbed.novelties());
        System.out.printf(
                "resume: kills=%d frames=%d each-frame-once=%b steps=%d minibatches=%d each-step-once=%b weights-equal=%b"
                        + " novelty-equal=%b digest=%s%n",
                kills,
                frames,
                everyFrame,
                killed.checkpoint().progress().steps(),
                killed.checkpoint().progress().minibatches(),
                everyStep,
                weights,
                novelty,
                killed.checkpoint().digest());
        return everyFrame && everyStep && weights && novelty;
    }

    /** What a trainer has told once it is through. */
    private record Told(List<Long> offsets, List<Double> novelties, List<Long> steps, Checkpoint checkpoint) {}

    private Told finish(String trainer, int frames) throws Exception {
        try (ServiceProcess service = start(trainer)) {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (samples(trainer) < frames && System.nanoTime() < deadline && service.isAlive()) {
                Thread.sleep(500);
            }
        }
        Checkpoint checkpoint = checkpoint(trainer);
        List<JsonNode> novelty = read("novelty-" + trainer, frames);
        List<JsonNode> metrics =
                read("metrics-" + trainer, (int) checkpoint.progress().steps());
        return new Told(
                novelty.stream().map(node -> node.path("sourceOffset").asLong()).toList(),
                novelty.stream().map(node -> node.path("novelty").asDouble()).toList(),
                metrics.stream().map(node -> node.path("step").asLong()).toList(),
                checkpoint);
    }

    private ServiceProcess start(String trainer) throws IOException {
        Map<String, String> settings = new HashMap<>();
        settings.put("SACCADE_ROLES", "train");
        settings.put("SACCADE_GAN_TRAINER_ID", trainer);
        settings.put("SACCADE_GAN_GROUP_ID", "training-" + trainer);
        for (String topic : List.of("metrics", "novelty", "samples", "checkpoints")) {
            settings.put("SACCADE_GAN_TOPICS_" + topic.toUpperCase(Locale.ROOT), topic + "-" + trainer);
        }
        return ServiceProcess.startQuietly(jar, brokers, settings);
    }

    private void createTopic() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers))) {
            admin.createTopics(List.of(new NewTopic("frames", 1, (short) 1)))
                    .all()
                    .get();
        }
    }

    private Thread send(int frames) {
        Thread thread = new Thread(() -> {
            int sent = SaccadeCommand.run(
                    "ingest",
                    "synthetic",
                    "-b",
                    brokers,
                    "--size",
                    "160x120",
                    "--cameras",
                    "" + CAMERAS,
                    "--rate",
                    "" + FRAMES_PER_SECOND / CAMERAS,
                    "--count",
                    "" + frames);
            if (sent != 0) {
                throw new IllegalStateException("ingest failed");
            }
        });
        thread.start();
        return thread;
    }

    private String progress(String trainer) {
        return topic(trainer)
                .last(trainer)
                .map(Checkpoint::progress)
                .map(progress -> progress.samples() + " frames, " + progress.steps() + " steps committed")
                .orElse("nothing committed");
    }

    private long samples(String trainer) {
        try {
            return topic(trainer)
                    .last(trainer)
                    .map(checkpoint -> checkpoint.progress().samples())
                    .orElse(0L);
        } catch (RuntimeException notYet) { // the topic is made by the service
            return 0;
        }
    }

    private Checkpoint checkpoint(String trainer) {
        return topic(trainer).last(trainer).orElseThrow();
    }

    private CheckpointTopic topic(String trainer) {
        return new CheckpointTopic(
                "checkpoints-" + trainer,
                isolation -> new KafkaConsumer<>(
                        Map.of("bootstrap.servers", brokers, "isolation.level", isolation.toString()),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer()));
    }

    private List<JsonNode> read(String topic, int count) throws Exception {
        try (TopicReader reader = TopicReader.of(brokers, topic)) {
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>(reader.read(count, PATIENCE));
            records.addAll(reader.readFor(Duration.ofSeconds(1)));
            List<JsonNode> nodes = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> record : records) {
                nodes.add(JSON.readTree(record.value()));
            }
            return nodes;
        }
    }
}
