package io.saccade.ledger;

import io.saccade.process.Child;
import io.saccade.process.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * The services, each the packaged jar in a process of its own and in a slot with ports and a transactional id.
 *
 * <p>It also does what an orchestrator would: a service that ended by itself, or whose liveness has been DOWN for a while,
 * is started again, and counted.
 */
final class Services implements AutoCloseable {

    /** Most services at a time. */
    static final int SLOTS = 3;

    private static final Duration START = Duration.ofSeconds(120);
    private static final Duration SHUTDOWN = Duration.ofSeconds(30);
    private static final int DOWN_SECONDS = 15;

    private final Path jar;
    private final Path logs;
    private final IntFunction<Map<String, String>> environment;
    private final Map<Integer, Child> running = new TreeMap<>();
    private final int[] ports = new int[SLOTS];
    private final int[] managementPorts = new int[SLOTS];
    private final int[] downSeconds = new int[SLOTS];
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
    private final ScheduledExecutorService orchestrator = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "orchestrator");
        thread.setDaemon(true);
        return thread;
    });
    private int restarts;
    private boolean closed;

    /** No service yet. Each gets the environment of its slot. */
    Services(Path jar, Path logs, IntFunction<Map<String, String>> environment) {
        this.jar = jar;
        this.logs = logs;
        this.environment = environment;
        for (int slot = 0; slot < SLOTS; slot++) {
            ports[slot] = Ports.free();
            managementPorts[slot] = Ports.free();
        }
        orchestrator.scheduleWithFixedDelay(this::lookAfter, 1, 1, TimeUnit.SECONDS);
    }

    /** Slots with a service that is wanted. */
    synchronized List<Integer> running() {
        return List.copyOf(running.keySet());
    }

    /** How often a service was started again that nobody had killed. */
    synchronized int restarts() {
        return restarts;
    }

    /** Starts a service and returns when it says that it is ready to work. */
    void join(int slot) {
        start(slot);
        Awaitility.await("service " + slot)
                .atMost(START)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> status(slot, "/q/health/started") == 200);
    }

    synchronized void start(int slot) {
        if (closed) {
            throw new IllegalStateException("closed");
        }
        running.put(slot, launch(slot));
        downSeconds[slot] = 0;
    }

    /** SIGKILL, and a new start at once. */
    synchronized void killAndRestart(int slot) {
        child(slot).kill();
        start(slot);
    }

    /** SIGKILL; it stays away. */
    synchronized void kill(int slot) {
        child(slot).kill();
        running.remove(slot);
    }

    /** SIGTERM; it stays away. Returns when it is gone. */
    void leave(int slot) {
        Child child;
        synchronized (this) {
            child = child(slot);
            running.remove(slot);
        }
        child.terminate(SHUTDOWN);
    }

    synchronized void pause(int slot) {
        child(slot).pause();
    }

    synchronized void resume(int slot) {
        child(slot).resume();
    }

    /** Lets all of them end in good order. */
    void stop() {
        running().forEach(this::leave);
    }

    @Override
    public synchronized void close() {
        closed = true;
        orchestrator.shutdownNow();
        running.values().forEach(Child::kill);
        running.clear();
    }

    private Child child(int slot) {
        Child child = running.get(slot);
        if (child == null) {
            throw new IllegalStateException("there is no service " + slot);
        }
        return child;
    }

    private Child launch(int slot) {
        Map<String, String> all = new HashMap<>(environment.apply(slot));
        all.put("QUARKUS_HTTP_PORT", String.valueOf(ports[slot]));
        all.put("QUARKUS_MANAGEMENT_PORT", String.valueOf(managementPorts[slot]));
        return Child.java(
                List.of("-Xmx384m", "-XX:+UseSerialGC", "-jar", jar.toString(), "serve"),
                all,
                logs.resolve("service-" + slot + ".log"));
    }

    private void lookAfter() {
        for (int slot : running()) {
            Child seen;
            synchronized (this) {
                seen = running.get(slot);
            }
            boolean down = seen != null && seen.alive() && status(slot, "/q/health/live") == 503;
            synchronized (this) {
                if (running.get(slot) == seen) {
                    downSeconds[slot] = down ? downSeconds[slot] + 1 : 0;
                    restartIfNeeded(slot, seen);
                }
            }
        }
    }

    private void restartIfNeeded(int slot, @Nullable Child child) {
        if (child != null && (!child.alive() || downSeconds[slot] >= DOWN_SECONDS)) {
            child.kill();
            start(slot);
            restarts++;
        }
    }

    /** HTTP status, or 0 for no answer: a service that stands still says nothing about its health. */
    private int status(int slot, String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPorts[slot] + path))
                .timeout(Duration.ofSeconds(1))
                .build();
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /** A slot without a service. */
    synchronized int free() {
        List<Integer> free = new ArrayList<>();
        for (int slot = 0; slot < SLOTS; slot++) {
            if (!running.containsKey(slot)) {
                free.add(slot);
            }
        }
        return free.get(0);
    }
}
