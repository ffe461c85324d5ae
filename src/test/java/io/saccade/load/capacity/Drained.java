package io.saccade.load.capacity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.saccade.broker.TopicReader;
import io.saccade.capacity.CostModel;
import io.saccade.capacity.Measurement;
import io.saccade.load.BrokerProcess;
import io.saccade.load.FrameBacklog;
import io.saccade.load.LoadFrames;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** One backlog, drained by one instance with one lane, so that nothing waits for a core while it is timed. */
final class Drained {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LANES = 1;
    private static final int PARTITIONS = 4;
    private static final int CAMERAS = 16;
    private static final double WARM_SECONDS = 6;
    private static final double MEASURED_SECONDS = 6;

    /** Frames beyond what the last model says can be scored in that time. */
    private static final double RESERVE = 1.7;

    private static final double WARM_SHARE = 0.4;
    private static final double DONE_SHARE = 0.95;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path jar;
    private final BrokerProcess broker;
    private final Path folder;
    private final CostModel expected;

    /**
     * Drains of that service.
     *
     * @param expected says how many frames to send
     */
    Drained(Path jar, BrokerProcess broker, Path folder, CostModel expected) {
        this.jar = jar;
        this.broker = broker;
        this.folder = folder;
        this.expected = expected;
    }

    /** Measures a point; {@code run} names its topics and its group. */
    Measurement measure(Point point, String run) throws Exception {
        LoadFrames frames = point.frames();
        long count = enough(point, frames);
        Map<String, String> topics = topics(run);
        try {
            double before = broker.cpuTime().toNanos();
            FrameBacklog.fill(broker, topics.get("SACCADE_TOPICS_FRAMES"), PARTITIONS, CAMERAS, frames, count);
            double appendMs = (broker.cpuTime().toNanos() - before) / 1e6 / count;
            Map<String, String> settings = new HashMap<>(point.settings(folder));
            settings.putAll(topics);
            settings.put("SACCADE_GROUP_ID", run);
            settings.put("SACCADE_LANES", String.valueOf(LANES));
            Snapshot drained;
            try (Fleet fleet = Fleet.start(jar, broker, 1, settings)) {
                Snapshot first = fleet.after(fleet.snapshot(), PATIENCE.toSeconds(), 1);
                Snapshot warm = fleet.after(first, WARM_SECONDS, count * WARM_SHARE);
                drained =
                        fleet.after(warm, MEASURED_SECONDS, count * DONE_SHARE).since(warm);
            }
            double spread = spread(topics.get("SACCADE_TOPICS_SCORE_SUMMARIES"), (int) drained.scored());
            return new Measurement(
                    point.toString(),
                    point.shape(frames.meanBytes()),
                    LANES,
                    drained.msPerFrame(drained.decodeSeconds()),
                    drained.msPerFrame(drained.attentionSeconds()),
                    drained.msPerFrame(drained.encodeSeconds()),
                    spread,
                    drained.msPerFrame(drained.serviceCpu()),
                    drained.msPerFrame(drained.brokerCpu()),
                    appendMs,
                    drained.framesPerSecond(),
                    drained.scored() / drained.commits());
        } finally {
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
                admin.deleteTopics(topics.values()).all().get();
            }
        }
    }

    private long enough(Point point, LoadFrames frames) {
        double lane = expected.laneMs(point.shape(frames.meanBytes())) / LANES;
        double stream = expected.transactionMs(point.shape(frames.meanBytes()), point.batch()) / point.batch();
        double rate = 1e3 / Math.max(lane, stream);
        return (long) (RESERVE * rate * (WARM_SECONDS + MEASURED_SECONDS));
    }

    private static Map<String, String> topics(String run) {
        return Map.of(
                "SACCADE_TOPICS_FRAMES", "frames-" + run,
                "SACCADE_TOPICS_SCORE_MAPS", "score-maps-" + run,
                "SACCADE_TOPICS_SCORE_SUMMARIES", "score-summaries-" + run,
                "SACCADE_TOPICS_SCORE_PREVIEWS", "score-previews-" + run,
                "SACCADE_TOPICS_DEAD_LETTERS", "frames-dead-letter-" + run);
    }

    /** Standard deviation of the time in the lane over its mean, of the last {@code count} frames. */
    private double spread(String summaries, int count) throws IOException {
        List<JsonNode> scored = new ArrayList<>();
        try (TopicReader reader = TopicReader.of(broker.bootstrapServers(), summaries)) {
            for (ConsumerRecord<byte[], byte[]> record : reader.read(count, PATIENCE)) {
                scored.add(JSON.readTree(record.value()));
            }
            for (ConsumerRecord<byte[], byte[]> record : reader.readFor(Duration.ofSeconds(1))) {
                scored.add(JSON.readTree(record.value()));
            }
        }
        double[] times = scored.stream()
                .sorted((a, b) -> Long.compare(
                        b.path("scoredAtMs").asLong(), a.path("scoredAtMs").asLong()))
                .limit(count)
                .mapToDouble(frame -> frame.path("decodeMs").asDouble()
                        + frame.path("attentionMs").asDouble()
                        + frame.path("encodeMs").asDouble())
                .toArray();
        double mean = Arrays.stream(times).average().orElseThrow();
        double variance = Arrays.stream(times)
                .map(time -> (time - mean) * (time - mean))
                .average()
                .orElseThrow();
        return Math.sqrt(variance) / mean;
    }
}
