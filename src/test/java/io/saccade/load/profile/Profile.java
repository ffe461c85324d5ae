package io.saccade.load.profile;

import io.saccade.broker.Logs;
import io.saccade.frame.FrameSize;
import io.saccade.load.BrokerProcess;
import io.saccade.load.FrameBacklog;
import io.saccade.load.LoadFrames;
import io.saccade.load.Metrics;
import io.saccade.load.ServiceProcess;
import io.saccade.process.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Where the packaged service's time goes while it drains a topic: ms per frame by stage of a frame's way, by what the stream's
 * thread does, and by thread, once the just-in-time compiler is done with most of it.
 *
 * <p>Arguments: the service's jar, the size of the frames, how many are measured after as many again. The last line is
 * {@code profile: key=value …}. Linux only.
 */
public final class Profile {

    private static final int PARTITIONS = 4;
    private static final int CAMERAS = 16;
    private static final int PICTURES = 300;
    private static final int LOOK_MS = 50;
    private static final long PATIENCE_SECONDS = 300;
    private static final double MS = 1e3;
    private static final List<String> STAGES = List.of("decode", "attention", "encode");
    private static final List<String> STREAM = List.of("polling", "scoring", "sending", "committing");

    private Profile() {}

    /** The service and the broker at one moment; numbers only grow. */
    private record Moment(
            double seconds,
            double frames,
            double commits,
            Map<String, Double> stages,
            ThreadTimes threads,
            double broker) {}

    /** Runs it. */
    public static void main(String[] args) throws Exception {
        Logs.onlyErrors();
        FrameSize size = FrameSize.parse(args.length > 1 ? args[1] : "640x480");
        int frames = args.length > 2 ? Integer.parseInt(args[2]) : 6_000;
        LoadFrames pictures = LoadFrames.of(size, PICTURES);
        int management = Ports.free();
        Map<String, String> settings = new HashMap<>(Map.of("QUARKUS_MANAGEMENT_PORT", String.valueOf(management)));
        settings.put("QUARKUS_LOG_LEVEL", "WARN");
        try (BrokerProcess broker = new BrokerProcess()) {
            FrameBacklog.fill(broker, "frames", PARTITIONS, CAMERAS, pictures, 2L * frames);
            try (ServiceProcess service = ServiceProcess.start(Path.of(args[0]), broker.bootstrapServers(), settings)) {
                Moment begin = await(service, broker, management, frames);
                Moment end = await(service, broker, management, 2L * frames - 1);
                print(size, pictures, begin, end);
            }
        }
        System.exit(0);
    }

    private static Moment await(ServiceProcess service, BrokerProcess broker, int management, long frames)
            throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (System.nanoTime() < deadline && service.isAlive()) {
            try {
                Metrics metrics = Metrics.of(management);
                if (metrics.sum("saccade_frames_scored_total") >= frames) {
                    return moment(service, broker, metrics);
                }
            } catch (IOException e) {
                // it is not there yet
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
        }
        throw new IllegalStateException("the service did not score " + frames + " frames");
    }

    private static Moment moment(ServiceProcess service, BrokerProcess broker, Metrics metrics) throws IOException {
        Map<String, Double> stages = new HashMap<>();
        STAGES.forEach(stage -> stages.put(stage, metrics.sum("saccade_stage_seconds_sum", label(stage))));
        STREAM.forEach(stage -> stages.put(stage, metrics.sum("saccade_stream_seconds_total", label(stage))));
        return new Moment(
                System.nanoTime() / 1e9,
                metrics.sum("saccade_frames_scored_total"),
                metrics.sum("saccade_commits_total"),
                stages,
                ThreadTimes.of(service.pid()),
                broker.cpuTime().toNanos() / 1e9);
    }

    private static String label(String stage) {
        return "stage=\"" + stage + "\"";
    }

    private static void print(FrameSize size, LoadFrames pictures, Moment begin, Moment end) {
        double frames = end.frames() - begin.frames();
        double seconds = end.seconds() - begin.seconds();
        double each = MS / frames;
        System.out.printf(
                Locale.ROOT,
                "%n%s JPEGs (%s, %.0f KB), %.0f frames, %.1f in each transaction%n",
                size,
                pictures.source(),
                pictures.meanBytes() / MS,
                frames,
                frames / (end.commits() - begin.commits()));
        System.out.printf("%n%-40s %12s%n", "a frame in its lane", "ms");
        STAGES.forEach(
                stage -> line(stage, (end.stages().get(stage) - begin.stages().get(stage)) * each));
        System.out.printf("%n%-40s %12s%n", "the stream's thread", "ms per frame");
        STREAM.forEach(
                stage -> line(stage, (end.stages().get(stage) - begin.stages().get(stage)) * each));
        ThreadTimes threads = end.threads().since(begin.threads());
        System.out.printf("%n%-40s %12s%n", "time on cores", "ms per frame");
        threads.seconds().entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .forEach(kind -> line(kind.getKey(), kind.getValue() * each));
        line("the service", threads.total() * each);
        line("the broker", (end.broker() - begin.broker()) * each);
        System.out.printf(
                Locale.ROOT,
                "%nprofile: size=%s frames-per-second=%.1f service-core-ms=%.2f lanes-core-ms=%.2f broker-core-ms=%.2f%n",
                size,
                frames / seconds,
                threads.total() * each,
                threads.seconds().entrySet().stream()
                                .filter(kind -> kind.getKey().startsWith("lanes"))
                                .mapToDouble(Map.Entry::getValue)
                                .sum()
                        * each,
                (end.broker() - begin.broker()) * each);
    }

    private static void line(String what, double ms) {
        System.out.printf(Locale.ROOT, "%-40s %12.2f%n", what, ms);
    }
}
