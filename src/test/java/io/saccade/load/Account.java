package io.saccade.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.saccade.broker.TopicReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Which input offsets have come out, in summaries and dead letters, as a {@code read_committed} reader sees them. */
final class Account implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final TopicReader summaries;
    private final TopicReader letters;
    private final Map<Integer, BitSet> offsets = new HashMap<>();
    private long scored;
    private long rejected;
    private long superseded;
    private long doubled;
    private long firstMs;
    private long lastMs;
    private long newsNanos = System.nanoTime();

    /** Waits for the service to make its topics. */
    Account(String bootstrapServers, String summaries, String letters) throws Exception {
        await(bootstrapServers, Set.of(summaries, letters));
        this.summaries = TopicReader.of(bootstrapServers, summaries);
        this.letters = TopicReader.of(bootstrapServers, letters);
    }

    private static void await(String bootstrapServers, Set<String> topics) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (!admin.listTopics().names().get().containsAll(topics)) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("the service made no topics");
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
    }

    /** Reads for a while. */
    void read(Duration time) throws IOException {
        for (ConsumerRecord<byte[], byte[]> summary : summaries.readFor(time)) {
            JsonNode json = JSON.readTree(summary.value());
            if (json.has("superseded")) {
                superseded++;
            } else {
                scored++;
                long at = json.path("scoredAtMs").asLong();
                firstMs = firstMs == 0 ? at : Math.min(firstMs, at);
                lastMs = Math.max(lastMs, at);
            }
            mark(json.path("sourcePartition").asInt(), json.path("sourceOffset").asInt());
        }
        for (ConsumerRecord<byte[], byte[]> letter : letters.readFor(Duration.ofMillis(1))) {
            rejected++;
            mark(number(letter, "saccade-source-partition"), number(letter, "saccade-source-offset"));
        }
    }

    private void mark(int partition, int offset) {
        newsNanos = System.nanoTime();
        BitSet seen = offsets.computeIfAbsent(partition, p -> new BitSet());
        if (seen.get(offset)) {
            doubled++;
        }
        seen.set(offset);
    }

    private static int number(ConsumerRecord<byte[], byte[]> record, String header) {
        return Integer.parseInt(new String(record.headers().lastHeader(header).value(), StandardCharsets.UTF_8));
    }

    /** Different input offsets that came out. */
    long accounted() {
        return offsets.values().stream().mapToLong(BitSet::cardinality).sum();
    }

    long scored() {
        return scored;
    }

    long rejected() {
        return rejected;
    }

    long superseded() {
        return superseded;
    }

    long doubled() {
        return doubled;
    }

    /** How long nothing has come. */
    Duration silence() {
        return Duration.ofNanos(System.nanoTime() - newsNanos);
    }

    /** From the first to the last score, by the service's clock. */
    double framesPerSecond() {
        return (scored - 1) * 1e3 / Math.max(1, lastMs - firstMs);
    }

    @Override
    public void close() {
        summaries.close();
        letters.close();
    }
}
