package io.saccade.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.saccade.broker.EmbeddedKafka;
import io.saccade.broker.TopicReader;
import io.saccade.cli.SaccadeCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Puts synthetic frames into a topic, then lets the packaged service drain it while its resident memory is watched.
 * Every input offset must turn up in a summary or a dead letter, once.
 *
 * <p>Arguments: the service's jar and the number of frames. The last line is {@code drain: key=value …}; the exit code is
 * 0 only if all frames are accounted for.
 */
public final class Drain {

    private static final Logger ROOT = Logger.getLogger("");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PARTITIONS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final double KIB_PER_MIB = 1024;

    private Drain() {}

    /** Runs it. */
    public static void main(String[] args) throws Exception {
        ROOT.setLevel(Level.SEVERE);
        Path jar = Path.of(args[0]);
        int frames = Integer.parseInt(args[1]);
        System.exit(run(jar, frames) ? 0 : 1);
    }

    private static boolean run(Path jar, int frames) throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            fill(kafka.bootstrapServers(), frames);
            Process service = service(jar, kafka.bootstrapServers());
            try {
                return drain(kafka.bootstrapServers(), service, frames);
            } finally {
                service.destroy();
                service.waitFor(20, TimeUnit.SECONDS);
            }
        }
    }

    private static void fill(String bootstrapServers, int frames) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(List.of(new NewTopic("frames", PARTITIONS, (short) 1)))
                    .all()
                    .get();
        }
        int sent = SaccadeCommand.run(
                "ingest", "synthetic", "-b", bootstrapServers, "--cameras", "4", "--rate", "0", "--count", "" + frames);
        if (sent != 0) {
            throw new IllegalStateException("ingest failed");
        }
    }

    private static Process service(Path jar, String bootstrapServers) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder = new ProcessBuilder(java, "-Xmx512m", "-jar", jar.toString(), "serve");
        builder.environment().put("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers);
        builder.environment().put("QUARKUS_HTTP_PORT", "0");
        return builder.inheritIO().start();
    }

    private static boolean drain(String bootstrapServers, Process service, int frames) throws Exception {
        Set<String> accounted = new HashSet<>();
        List<Long> residentKib = new ArrayList<>();
        int doubled = 0;
        long first = 0;
        long last = 0;
        long nextSample = 0;
        awaitTopic(bootstrapServers);
        try (TopicReader summaries = TopicReader.of(bootstrapServers, "score-summaries");
                TopicReader letters = TopicReader.of(bootstrapServers, "frames-dead-letter")) {
            long lastNews = System.nanoTime();
            while (accounted.size() < frames && System.nanoTime() - lastNews < PATIENCE.toNanos()) {
                for (ConsumerRecord<byte[], byte[]> summary : summaries.readFor(Duration.ofMillis(200))) {
                    JsonNode json = JSON.readTree(summary.value());
                    first = first == 0 ? json.path("scoredAtMs").asLong() : first;
                    last = Math.max(last, json.path("scoredAtMs").asLong());
                    lastNews = System.nanoTime();
                    doubled += accounted.add(json.path("sourcePartition") + "/" + json.path("sourceOffset")) ? 0 : 1;
                }
                for (ConsumerRecord<byte[], byte[]> letter : letters.readFor(Duration.ofMillis(1))) {
                    String offset =
                            header(letter, "saccade-source-partition") + "/" + header(letter, "saccade-source-offset");
                    doubled += accounted.add(offset) ? 0 : 1;
                }
                residentKib.add(residentKib(service));
                if (System.nanoTime() > nextSample) {
                    nextSample = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
                    System.out.printf(
                            Locale.ROOT,
                            "drain: %d of %d frames, %.0f MiB resident%n",
                            accounted.size(),
                            frames,
                            residentKib.get(residentKib.size() - 1) / KIB_PER_MIB);
                }
            }
        }
        long maps = endOffsets(bootstrapServers, "score-maps");
        long letters = endOffsets(bootstrapServers, "frames-dead-letter");
        System.out.printf(
                Locale.ROOT,
                "drain: frames=%d scored=%d rejected=%d lost=%d doubled=%d frames-per-second=%.1f"
                        + " resident-mib-second-quarter=%.0f resident-mib-last-quarter=%.0f%n",
                frames,
                maps,
                letters,
                frames - accounted.size(),
                doubled,
                (accounted.size() - 1) * 1e3 / Math.max(1, last - first),
                quarter(residentKib, 1),
                quarter(residentKib, 3));
        return accounted.size() == frames && doubled == 0 && maps + letters == frames;
    }

    private static void awaitTopic(String bootstrapServers) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (!admin.listTopics().names().get().containsAll(Set.of("score-summaries", "frames-dead-letter"))) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("the service made no topics");
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
    }

    private static long endOffsets(String bootstrapServers, String topic) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            Map<TopicPartition, OffsetSpec> partitions = new java.util.HashMap<>();
            for (int i = 0; i < PARTITIONS; i++) {
                partitions.put(new TopicPartition(topic, i), OffsetSpec.latest());
            }
            return admin.listOffsets(partitions).all().get().values().stream()
                    .mapToLong(end -> end.offset())
                    .sum();
        }
    }

    private static long residentKib(Process service) throws IOException {
        Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", String.valueOf(service.pid())).start();
        String answer = new String(ps.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return answer.isEmpty() ? 0 : Long.parseLong(answer);
    }

    private static double quarter(List<Long> kib, int index) {
        return kib.subList(kib.size() * index / 4, kib.size() * (index + 1) / 4).stream()
                        .mapToLong(Long::longValue)
                        .average()
                        .orElse(0)
                / KIB_PER_MIB;
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
