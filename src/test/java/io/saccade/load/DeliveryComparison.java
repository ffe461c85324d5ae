package io.saccade.load;

import io.saccade.broker.EmbeddedKafka;
import io.saccade.broker.Logs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/**
 * What exactly-once costs: the packaged service drains the same frames with transactions and without, in turns, each time
 * as a new group with output topics of its own.
 *
 * <p>Arguments: the service's jar, the number of frames, the number of rounds. The last line is
 * {@code delivery: key=value …} with the medians of both and their ratio.
 */
public final class DeliveryComparison {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final List<String> OUTPUTS =
            List.of("score-maps", "score-summaries", "score-previews", "dead-letters");

    private DeliveryComparison() {}

    /** Runs it. */
    public static void main(String[] args) throws Exception {
        Logs.onlyErrors();
        Path jar = Path.of(args[0]);
        int frames = args.length > 1 ? Integer.parseInt(args[1]) : 3_000;
        int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 3;
        List<Double> with = new ArrayList<>();
        List<Double> without = new ArrayList<>();
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            Backlog.fill(kafka.bootstrapServers(), frames);
            for (int round = 0; round < rounds; round++) {
                without.add(drain(jar, kafka.bootstrapServers(), "at-least-once", round, frames));
                with.add(drain(jar, kafka.bootstrapServers(), "exactly-once", round, frames));
            }
        }
        System.out.printf(
                Locale.ROOT,
                "delivery: frames=%d rounds=%d exactly-once-frames-per-second=%.1f"
                        + " at-least-once-frames-per-second=%.1f ratio=%.3f%n",
                frames,
                rounds,
                median(with),
                median(without),
                median(with) / median(without));
        System.exit(0);
    }

    private static double drain(Path jar, String bootstrapServers, String delivery, int round, int frames)
            throws Exception {
        String run = delivery + "-" + round;
        List<String> topics = OUTPUTS.stream().map(topic -> topic + "-" + run).toList();
        Map<String, String> settings = Map.of(
                "SACCADE_DELIVERY", delivery,
                "SACCADE_GROUP_ID", run,
                "SACCADE_TOPICS_SCORE_MAPS", topics.get(0),
                "SACCADE_TOPICS_SCORE_SUMMARIES", topics.get(1),
                "SACCADE_TOPICS_SCORE_PREVIEWS", topics.get(2),
                "SACCADE_TOPICS_DEAD_LETTERS", topics.get(3),
                "QUARKUS_LOG_LEVEL", "WARN");
        try (ServiceProcess service = ServiceProcess.start(jar, bootstrapServers, settings);
                Account account = new Account(bootstrapServers, topics.get(1), topics.get(3))) {
            while (account.accounted() < frames) {
                account.read(Duration.ofMillis(500));
                if (account.silence().compareTo(PATIENCE) > 0 || !service.isAlive()) {
                    throw new IllegalStateException(run + " came to a stop at " + account.accounted());
                }
            }
            System.out.printf(
                    Locale.ROOT,
                    "delivery: %s, round %d: %.1f frames per second, doubled=%d%n",
                    delivery,
                    round + 1,
                    account.framesPerSecond(),
                    account.doubled());
            return account.framesPerSecond();
        } finally {
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
                admin.deleteTopics(topics).all().get();
            }
        }
    }

    private static double median(List<Double> numbers) {
        List<Double> sorted = numbers.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
