package io.saccade.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.saccade.kafka.replay.Cluster;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the summaries as they come. */
@Command(
        name = "watch",
        description = "Prints a line for each scored frame, from the summaries topic.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:--count was reached", "1:Kafka failed, or nothing came within --timeout", "2:wrong usage"})
final class WatchCommand implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration POLL = Duration.ofMillis(500);

    @Option(
            names = {"-b", "--bootstrap-servers"},
            paramLabel = "HOST:PORT",
            description = "Kafka (default: kafka.bootstrap.servers of the service).")
    private @Nullable String bootstrapServers;

    @Option(names = "--topic", description = "Summaries (default: ${DEFAULT-VALUE}).", defaultValue = "score-summaries")
    private String topic = "";

    @Option(names = "--camera", description = "Only this camera.")
    private @Nullable String camera;

    @Option(names = "--from-beginning", description = "Begin with the oldest summary instead of the next one.")
    private boolean fromBeginning;

    @Option(names = "--json", description = "Print the records as they are.")
    private boolean raw;

    @Option(names = "--count", description = "Stop after this many lines (default: go on).")
    private long count = Long.MAX_VALUE;

    @Option(
            names = "--timeout",
            description = "Give up when nothing came for this many seconds (default: wait for ever).")
    private long timeoutSeconds = Long.MAX_VALUE;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Cluster cluster = ServiceSettings.cluster(bootstrapServers);
        ExistingTopics.require(cluster, topic);
        try (KafkaConsumer<byte[], byte[]> consumer = cluster.reader(topic, fromBeginning)) {
            long printed = 0;
            long lastNanos = System.nanoTime();
            while (printed < count) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    lastNanos = System.nanoTime();
                    if (printed < count && print(record.value(), out)) {
                        printed++;
                    }
                }
                out.flush();
                if (timeoutSeconds < (System.nanoTime() - lastNanos) / 1_000_000_000L) {
                    spec.commandLine()
                            .getErr()
                            .println("saccade: no summary on " + topic + " for " + timeoutSeconds + " s");
                    return 1;
                }
            }
        }
        return 0;
    }

    private boolean print(byte[] value, PrintWriter out) throws IOException {
        JsonNode summary = JSON.readTree(value);
        if (camera != null && !camera.equals(summary.path("camera").asText())) {
            return false;
        }
        out.println(raw ? summary.toString() : line(summary));
        return true;
    }

    private static String line(JsonNode summary) {
        if (summary.has("superseded")) {
            return String.format(
                    Locale.ROOT,
                    "%-14s %8s  superseded (%s)",
                    summary.path("camera").asText(),
                    summary.path("sequence").asText(summary.path("sourceOffset").asText()),
                    summary.path("superseded").asText());
        }
        return String.format(
                Locale.ROOT,
                "%-14s %8s  %4dx%-4d  mean %.3f  max %.3f at (%d, %d)  %.1f ms + %.1f ms queued",
                summary.path("camera").asText(),
                summary.path("sequence").asText(summary.path("sourceOffset").asText()),
                summary.path("width").asInt(),
                summary.path("height").asInt(),
                summary.path("c0_mean").asDouble(),
                summary.path("c0_max").asDouble(),
                summary.path("c0_argmax_x").asInt(),
                summary.path("c0_argmax_y").asInt(),
                summary.path("totalMs").asDouble() - summary.path("queuedMs").asDouble(),
                summary.path("queuedMs").asDouble());
    }
}
