package io.saccade.load.openloop;

import io.saccade.load.openloop.Measurements.AtLoad;
import io.saccade.load.plot.Axis;
import io.saccade.load.plot.BarPlot;
import io.saccade.load.plot.LinePlot;
import io.saccade.load.plot.LinePlot.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.ToDoubleFunction;

/** Writes measurements as {@code report.md} with plots (SVG) and the numbers (CSV) beside it. */
final class ReportWriter {

    private static final int PERCENT = 100;
    private static final double HEADROOM = 1.1;

    private final Path folder;
    private final Measurements measured;

    private ReportWriter(Path folder, Measurements measured) {
        this.folder = folder;
        this.measured = measured;
    }

    /** Writes all files into a folder, which is made if it is not there; the report's own path. */
    static Path write(Path folder, Measurements measured) throws IOException {
        ReportWriter writer = new ReportWriter(Files.createDirectories(folder), measured);
        writer.latency();
        writer.throughput("partitions", "partitions of frames", measured.byPartitions());
        writer.throughput("cores", "cores that the service sees", measured.byCores());
        writer.stages();
        return writer.file("report.md", writer.markdown());
    }

    private void latency() throws IOException {
        List<AtLoad> rows = measured.latencies();
        double highest =
                rows.stream().mapToDouble(row -> row.latency().p999()).max().orElse(1);
        double lowest =
                rows.stream().mapToDouble(row -> row.latency().p50()).min().orElse(1);
        LinePlot plot = new LinePlot(
                "Latency against load",
                Axis.linear("load in % of the capacity", 0, PERCENT),
                Axis.logarithmic("ms", Math.max(0.1, lowest / 2), Math.max(1, highest * HEADROOM)));
        line(plot, "p50", row -> row.latency().p50());
        line(plot, "p90", row -> row.latency().p90());
        line(plot, "p99", row -> row.latency().p99());
        line(plot, "p99.9", row -> row.latency().p999());
        file("latency.svg", plot.toSvg());
        StringBuilder csv = new StringBuilder(
                "load,frames_per_second,frames,p50_ms,p90_ms,p99_ms,p99_9_ms,max_ms,sender_late_p99_ms%n".formatted());
        for (AtLoad row : rows) {
            Latency latency = row.latency();
            csv.append(String.format(
                    Locale.ROOT,
                    "%.2f,%.2f,%d,%.3f,%.3f,%.3f,%.3f,%.3f,%.3f%n",
                    row.load(),
                    row.framesPerSecond(),
                    latency.count(),
                    latency.p50(),
                    latency.p90(),
                    latency.p99(),
                    latency.p999(),
                    latency.max(),
                    row.senderLateness().p99()));
        }
        file("latency.csv", csv.toString());
    }

    private void line(LinePlot plot, String name, ToDoubleFunction<AtLoad> ms) {
        plot.line(
                name,
                measured.latencies().stream()
                        .map(row -> new Point(row.load() * PERCENT, ms.applyAsDouble(row)))
                        .toList());
    }

    private void throughput(String name, String label, SortedMap<Integer, Double> rates) throws IOException {
        double highest =
                rates.values().stream().mapToDouble(Double::doubleValue).max().orElse(1);
        int last = rates.isEmpty() ? 1 : rates.lastKey();
        LinePlot plot = new LinePlot(
                "Throughput against " + name,
                Axis.linear(label, 0, last),
                Axis.linear("frames per second", 0, highest * HEADROOM));
        plot.line(
                "throughput",
                rates.entrySet().stream()
                        .map(entry -> new Point(entry.getKey(), entry.getValue()))
                        .toList());
        file(name + ".svg", plot.toSvg());
        StringBuilder csv = new StringBuilder(name + ",frames_per_second\n");
        rates.forEach((number, rate) -> csv.append(String.format(Locale.ROOT, "%d,%.2f%n", number, rate)));
        file(name + ".csv", csv.toString());
    }

    private void stages() throws IOException {
        file("stages.svg", BarPlot.toSvg("Time of a frame in each stage", "ms per frame", measured.stages()));
        StringBuilder csv = new StringBuilder("stage,ms_per_frame\n");
        measured.stages().forEach((stage, ms) -> csv.append(String.format(Locale.ROOT, "%s,%.4f%n", stage, ms)));
        file("stages.csv", csv.toString());
    }

    private String markdown() {
        StringBuilder text = new StringBuilder("# Load report\n\n");
        measured.conditions().forEach(line -> text.append("- ").append(line).append('\n'));
        text.append(String.format(Locale.ROOT, "%nAll runs together: %s.%n", measured.verdict()));
        text.append(String.format(
                Locale.ROOT,
                "%n## Latency against load%n%nCapacity, the highest rate that was followed: %.1f frames per second. Each load"
                        + " was held for %d s, open loop. Latency is from the time when a frame was due to the time when a"
                        + " `read_committed` reader saw its score map; the sender's own lateness is part of it.%n%n",
                measured.capacity(),
                measured.held().toSeconds()));
        text.append("![Latency against load](latency.svg)\n\n");
        text.append(
                "| load | frames per second | frames | p50, ms | p90 | p99 | p99.9 | longest | sender late, p99 |\n");
        text.append("|---|---|---|---|---|---|---|---|---|\n");
        for (AtLoad row : measured.latencies()) {
            Latency latency = row.latency();
            text.append(String.format(
                    Locale.ROOT,
                    "| %.0f %% | %.1f | %d | %.1f | %.1f | %.1f | %.1f | %.1f | %.1f |%n",
                    row.load() * PERCENT,
                    row.framesPerSecond(),
                    latency.count(),
                    latency.p50(),
                    latency.p90(),
                    latency.p99(),
                    latency.p999(),
                    latency.max(),
                    row.senderLateness().p99()));
        }
        text.append("\n## Throughput\n\n");
        text.append(
                        "Frames per second that come out while a closed loop keeps all batches full. Broker, sender and reader")
                .append(" share the machine with the service. Cores are what the service's JVM sees")
                .append(" (`-XX:ActiveProcessorCount`): as many lanes, and as many threads of the JVM. It is not")
                .append(" bound to them.\n\n");
        text.append("![Throughput against partitions](partitions.svg)\n\n");
        table(text, "partitions", measured.byPartitions());
        text.append("\n![Throughput against cores](cores.svg)\n\n");
        table(text, "cores", measured.byCores());
        text.append(String.format(
                Locale.ROOT,
                "%n## Time in stages%n%nMean of `saccade_stage_seconds` at %.0f %% of the capacity. `queued` is waiting: from"
                        + " the broker's timestamp to the start of decoding.%n%n![Time in stages](stages.svg)%n%n"
                        + "| stage | ms per frame |%n|---|---|%n",
                measured.stagesLoad() * PERCENT));
        measured.stages()
                .forEach((stage, ms) -> text.append(String.format(Locale.ROOT, "| `%s` | %.2f |%n", stage, ms)));
        return text.toString();
    }

    private static void table(StringBuilder text, String name, Map<Integer, Double> rates) {
        text.append("| ").append(name).append(" | frames per second |\n|---|---|\n");
        rates.forEach((number, rate) -> text.append(String.format(Locale.ROOT, "| %d | %.1f |%n", number, rate)));
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
