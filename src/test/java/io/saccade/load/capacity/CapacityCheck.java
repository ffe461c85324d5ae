package io.saccade.load.capacity;

import io.saccade.broker.Logs;
import io.saccade.capacity.CostModel;
import io.saccade.capacity.FrameShape;
import io.saccade.encode.ScoreEncoding;
import io.saccade.load.BrokerProcess;
import io.saccade.load.FrameBacklog;
import io.saccade.load.LoadFrames;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * Holds the cost model to reality: several instances with one lane each drain a topic of several partitions that cameras are
 * hashed to, beside the broker on the same cores, and the rate is compared with the one predicted for this machine.
 *
 * <p>Arguments: the service's jar, the number of instances. The last line is {@code capacity: key=value …}.
 */
public final class CapacityCheck {

    private static final Point POINT = Point.full("640x480", 1, ScoreEncoding.F16, 1);
    private static final int PARTITIONS = 8;
    private static final int CAMERAS = 24;
    private static final double WARM_SECONDS = 12;
    private static final double MEASURED_SECONDS = 15;

    /** Frames beyond those that can be scored in that time, for the instance with the fewest. */
    private static final double RESERVE = 2.5;

    /** Frames before an instance below which its part counts as drained. */
    private static final double DRY = 64;

    private final int instances;
    private final CostModel costs;
    private final LoadFrames frames;

    private CapacityCheck(int instances, CostModel costs, LoadFrames frames) {
        this.instances = instances;
        this.costs = costs;
        this.frames = frames;
    }

    /** Runs it. */
    public static void main(String[] args) throws Exception {
        Logs.onlyErrors();
        int instances = args.length > 1 ? Integer.parseInt(args[1]) : 2;
        new CapacityCheck(instances, CostModel.measured(), POINT.frames()).run(Path.of(args[0]));
        System.exit(0);
    }

    private FrameShape shape() {
        return POINT.shape(frames.meanBytes());
    }

    private double serviceMs() {
        return costs.serviceMs(shape(), POINT.batch());
    }

    private double brokerMs() {
        return costs.drainMs(shape(), POINT.batch());
    }

    /** Bound by this machine's cores, by the lanes, or by commits. */
    private double predicted() {
        int cores = Runtime.getRuntime().availableProcessors();
        double byCores = cores * 1e3 / (serviceMs() + brokerMs());
        double byLanes = instances * 1e3 / costs.laneMs(shape());
        double byCommits = instances * POINT.batch() * 1e3 / costs.transactionMs(shape(), POINT.batch());
        System.out.printf(
                Locale.ROOT,
                "predicted: %.0f frames/s by %d cores, %.0f by lanes, %.0f by commits%n",
                byCores,
                cores,
                byLanes,
                byCommits);
        return Math.min(byCores, Math.min(byLanes, byCommits));
    }

    private void run(Path jar) throws Exception {
        double predicted = predicted();
        long count = (long) (RESERVE * predicted * (WARM_SECONDS + MEASURED_SECONDS));
        try (BrokerProcess broker = new BrokerProcess()) {
            FrameBacklog.fill(broker, "frames", PARTITIONS, CAMERAS, frames, count);
            try (Fleet fleet = Fleet.start(jar, broker, instances, Map.of("SACCADE_LANES", "1"))) {
                Snapshot first = fleet.after(fleet.snapshot(), WARM_SECONDS, count);
                Snapshot drained =
                        fleet.whileLagging(first, MEASURED_SECONDS, DRY).since(first);
                report(predicted, drained);
            }
        }
    }

    private void report(double predicted, Snapshot drained) {
        System.out.printf(
                Locale.ROOT,
                "measured: %d instances, %d partitions, %d cameras, %.0f frames in %.1f s, %.1f in each transaction%n",
                instances,
                PARTITIONS,
                CAMERAS,
                drained.scored(),
                drained.seconds(),
                drained.scored() / drained.commits());
        System.out.printf(
                Locale.ROOT,
                "core-ms of a frame: service predicted %.2f, measured %.2f; broker predicted %.2f, measured %.2f%n",
                serviceMs(),
                drained.msPerFrame(drained.serviceCpu()),
                brokerMs(),
                drained.msPerFrame(drained.brokerCpu()));
        System.out.printf(
                Locale.ROOT,
                "cores that service and broker had: %.2f of %d; the prediction is for a machine that has nothing else to do%n",
                (drained.serviceCpu() + drained.brokerCpu()) / drained.seconds(),
                Runtime.getRuntime().availableProcessors());
        System.out.printf(
                Locale.ROOT,
                "capacity: predicted-frames-per-second=%.1f measured-frames-per-second=%.1f ratio=%.3f%n",
                predicted,
                drained.framesPerSecond(),
                predicted / drained.framesPerSecond());
    }
}
