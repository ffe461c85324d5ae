package io.saccade.load.openloop;

import io.saccade.broker.Logs;
import io.saccade.load.openloop.Measurements.AtLoad;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Measures latency against load, throughput against partitions and cores, and the time in each stage, with the service's
 * defaults: {@code load-tests/report}. The exit code is 0 only if nothing was lost, doubled, disordered or wrong.
 */
@Command(
        name = "report",
        description = "Latency against load, throughput and time in stages, with plots.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
public final class LoadReport implements Callable<Integer> {

    private static final double STAGES_LOAD = 0.7;
    private static final List<Double> LOADS = List.of(0.1, 0.25, 0.4, 0.5, 0.6, STAGES_LOAD, 0.8, 0.9, 0.95);
    private static final List<Double> QUICK_LOADS = List.of(0.1, 0.5, STAGES_LOAD, 0.9, 0.95);
    private static final List<Integer> PARTITIONS = List.of(1, 2, 4, 8);
    private static final List<Integer> QUICK_PARTITIONS = List.of(1, 4);

    @Parameters(index = "0", hidden = true, description = "The packaged service.")
    private Path jar;

    @Option(names = "--output", defaultValue = "target/load-report", description = "Folder of the report.")
    private Path output;

    @Option(names = "--quick", description = "Fewer loads and partitions, each for a short time.")
    private boolean quick;

    private final List<Verdict> verdicts = new ArrayList<>();

    /** Runs it. */
    public static void main(String[] args) {
        Logs.onlyErrors();
        System.exit(OpenLoop.commandLine(new LoadReport()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Duration held = Duration.ofSeconds(quick ? 6 : 25);
        Measurements measured = latencies(held);
        SortedMap<Integer, Double> byPartitions = measured.byPartitions();
        for (int partitions : quick ? QUICK_PARTITIONS : PARTITIONS) {
            byPartitions.put(partitions, throughput("--partitions", String.valueOf(partitions)));
        }
        for (int cores = 1; cores <= Runtime.getRuntime().availableProcessors(); cores *= 2) {
            measured.byCores().put(cores, throughput("--cores", String.valueOf(cores)));
        }
        Verdict verdict = Verdict.sum(verdicts);
        Path report = ReportWriter.write(output, measured.with(verdict));
        System.out.println(
                "report: " + report + " capacity-frames-per-second=" + Math.round(measured.capacity()) + " " + verdict);
        return verdict.isClean() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private Measurements latencies(Duration held) throws Exception {
        LoadSettings settings = LoadSettings.of();
        try (LoadSession session = new LoadSession(jar, settings, System.out)) {
            double capacity = new Capacity(session).find();
            List<AtLoad> rows = new ArrayList<>();
            StageSeconds stages = StageSeconds.NONE;
            for (double load : quick ? QUICK_LOADS : LOADS) {
                StageSeconds before = session.stages();
                rows.add(Scenarios.hold(session, load, capacity, held));
                if (load == STAGES_LOAD) {
                    stages = session.stages().since(before);
                }
            }
            verdicts.add(session.verdict());
            return new Measurements(
                    conditions(settings, session.source()),
                    capacity,
                    held,
                    rows,
                    new TreeMap<>(),
                    new TreeMap<>(),
                    stages.msPerFrame(),
                    STAGES_LOAD,
                    Verdict.sum(verdicts));
        }
    }

    private double throughput(String... options) throws Exception {
        System.out.println("report: " + String.join(" ", options));
        try (LoadSession session = new LoadSession(jar, LoadSettings.of(options), System.out)) {
            new Capacity(session).warmUp();
            double rate = session.saturated(Duration.ofSeconds(quick ? 5 : 15));
            verdicts.add(session.verdict());
            return rate;
        }
    }

    private static List<String> conditions(LoadSettings settings, String source) {
        return List.of(
                Runtime.getRuntime().availableProcessors() + " cores for broker, service, sender and reader; Java "
                        + System.getProperty("java.version") + ", " + System.getProperty("os.name") + " "
                        + System.getProperty("os.arch"),
                settings.cameras + " cameras, " + settings.size + ", " + settings.codec + ", pictures: " + source + ", "
                        + settings.partitions + " partitions unless said otherwise",
                "the service's defaults, exactly-once");
    }
}
