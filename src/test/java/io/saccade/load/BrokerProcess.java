package io.saccade.load;

import io.saccade.broker.BrokerMain;
import io.saccade.process.Child;
import io.saccade.process.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * The broker in a process of its own, on a folder and on ports that outlive it. Closing it leaves nothing behind.
 *
 * <p>A VGA map takes 600 KB, so that a run writes some GB a minute: old segments are deleted early and at once. Who reads
 * and falls behind by more than that finds it out, because its offset is gone.
 */
public final class BrokerProcess implements AutoCloseable {

    private static final Map<String, String> SETTINGS = Map.of(
            "log.retention.bytes", String.valueOf(512L << 20),
            "log.retention.check.interval.ms", "5000",
            "log.segment.delete.delay.ms", "1000");

    private final Path folder;
    private final int port = Ports.free();
    private final int controllerPort = Ports.free();
    private Child process;

    /** Starts it; it is there some seconds later. */
    public BrokerProcess() {
        try {
            folder = Files.createTempDirectory("saccade-load-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        process = launch();
    }

    /** What clients give as {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** Waits for it and makes topics. */
    public void createTopics(List<String> topics, int partitions) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
            admin.createTopics(topics.stream()
                            .map(topic -> new NewTopic(topic, partitions, (short) 1))
                            .toList())
                    .all()
                    .get();
        }
    }

    /** Time that it has had on cores since its last start. */
    public synchronized Duration cpuTime() {
        return process.cpuTime();
    }

    /** SIGKILL, and a new start on what it had. Returns when it answers again: how long that took. */
    public Duration killAndRestart() {
        long began = System.nanoTime();
        synchronized (this) {
            process.kill();
            process = launch();
        }
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
            admin.describeCluster().nodes().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the broker did not come back", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        return Duration.ofNanos(System.nanoTime() - began);
    }

    @Override
    public synchronized void close() {
        process.kill();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Child launch() {
        List<String> arguments = new ArrayList<>(
                List.of(String.valueOf(port), folder.resolve("data").toString(), String.valueOf(controllerPort)));
        SETTINGS.forEach((key, value) -> arguments.add(key + "=" + value));
        return Child.main(BrokerMain.class, List.of("-Xmx512m"), arguments, folder.resolve("broker.log"));
    }
}
