package io.saccade.load.capacity;

import io.saccade.load.BrokerProcess;
import io.saccade.load.Metrics;
import io.saccade.load.ServiceProcess;
import io.saccade.process.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Instances of the packaged service that share the work of one group, and what they say of themselves. */
final class Fleet implements AutoCloseable {

    private static final int LOOK_MS = 200;
    private static final double STALLED_SECONDS = 60;

    private record Instance(ServiceProcess process, int management) {

        Snapshot snapshot() throws IOException, InterruptedException {
            Metrics metrics = Metrics.of(management);
            return new Snapshot(
                    0,
                    metrics.sum("saccade_frames_scored_total"),
                    metrics.sum("saccade_commits_total"),
                    stage(metrics, "decode"),
                    stage(metrics, "attention"),
                    stage(metrics, "encode"),
                    process.cpuTime().toNanos() / 1e9,
                    0);
        }

        private static double stage(Metrics metrics, String name) {
            return metrics.sum("saccade_stage_seconds_sum", "stage=\"" + name + "\"");
        }
    }

    private final BrokerProcess broker;
    private final List<Instance> instances = new ArrayList<>();

    private Fleet(BrokerProcess broker) {
        this.broker = broker;
    }

    /** Starts {@code count} instances and waits until each answers. */
    static Fleet start(Path jar, BrokerProcess broker, int count, Map<String, String> settings)
            throws IOException, InterruptedException {
        Fleet fleet = new Fleet(broker);
        try {
            for (int i = 0; i < count; i++) {
                int management = Ports.free();
                Map<String, String> own = new HashMap<>(settings);
                own.put("QUARKUS_HTTP_PORT", String.valueOf(Ports.free()));
                own.put("QUARKUS_MANAGEMENT_PORT", String.valueOf(management));
                own.put("QUARKUS_LOG_LEVEL", "WARN");
                fleet.instances.add(
                        new Instance(ServiceProcess.start(jar, broker.bootstrapServers(), own), management));
            }
            for (Instance instance : fleet.instances) {
                awaitAnswer(instance);
            }
            return fleet;
        } catch (IOException | InterruptedException | RuntimeException e) {
            fleet.close();
            throw e;
        }
    }

    private static void awaitAnswer(Instance instance) throws InterruptedException {
        for (long begin = System.nanoTime(); ; TimeUnit.MILLISECONDS.sleep(LOOK_MS)) {
            try {
                instance.snapshot();
                return;
            } catch (IOException notYet) {
                if (!instance.process().isAlive() || System.nanoTime() - begin > STALLED_SECONDS * 1e9) {
                    throw new IllegalStateException("the service did not start", notYet);
                }
            }
        }
    }

    /** The sum over the instances. */
    Snapshot snapshot() throws IOException, InterruptedException {
        Snapshot sum = new Snapshot(
                System.nanoTime() / 1e9, 0, 0, 0, 0, 0, 0, broker.cpuTime().toNanos() / 1e9);
        for (Instance instance : instances) {
            sum = sum.plus(instance.snapshot());
        }
        return sum;
    }

    /** A snapshot once a time has passed since {@code from}, or so many frames are scored in all. */
    Snapshot after(Snapshot from, double seconds, double frames) throws IOException, InterruptedException {
        Snapshot now = snapshot();
        double news = now.seconds();
        while (now.scored() < frames && now.seconds() - from.seconds() < seconds) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
            Snapshot next = snapshot();
            news = next.scored() > now.scored() ? next.seconds() : news;
            if (next.seconds() - news > STALLED_SECONDS) {
                throw new IllegalStateException("nothing was scored for " + STALLED_SECONDS + " s");
            }
            now = next;
        }
        return now;
    }

    /** A snapshot once a time has passed since {@code from}, or an instance has fewer than {@code frames} before it. */
    Snapshot whileLagging(Snapshot from, double seconds, double frames) throws IOException, InterruptedException {
        Snapshot now = snapshot();
        while (leastLag() >= frames && now.seconds() - from.seconds() < seconds) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
            now = snapshot();
        }
        return now;
    }

    private double leastLag() throws IOException, InterruptedException {
        double least = Double.MAX_VALUE;
        for (Instance instance : instances) {
            least = Math.min(least, Metrics.of(instance.management()).sum("saccade_lag_records"));
        }
        return least;
    }

    @Override
    public void close() {
        instances.forEach(instance -> instance.process().close());
    }
}
