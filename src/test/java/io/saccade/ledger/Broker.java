package io.saccade.ledger;

import io.saccade.broker.BrokerMain;
import io.saccade.process.Child;
import io.saccade.process.Ports;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The broker in a process of its own, on a directory and on ports that outlive it. The ledger talks to it directly; what
 * it tells the services to talk to is the proxy.
 */
final class Broker implements AutoCloseable {

    private final Path directory;
    private final Path log;
    private final int port = Ports.free();
    private final int controllerPort = Ports.free();
    private final int behindProxy = Ports.free();
    private final int proxy = Ports.free();
    private Child process;
    private boolean closed;

    /** Starts it; it is there some seconds later. */
    Broker(Path directory, Path log) {
        this.directory = directory;
        this.log = log;
        this.process = launch();
    }

    /** Where the ledger reaches it. */
    String direct() {
        return "127.0.0.1:" + port;
    }

    /** Where the services reach it, once a proxy listens on {@link #proxyPort}. */
    String throughProxy() {
        return "127.0.0.1:" + proxy;
    }

    int proxyPort() {
        return proxy;
    }

    int portBehindProxy() {
        return behindProxy;
    }

    void pause() {
        process.pause();
    }

    void resume() {
        process.resume();
    }

    void kill() {
        process.kill();
    }

    /** Starts it again on what it had. */
    synchronized void restart() {
        if (closed) {
            throw new IllegalStateException("closed");
        }
        process = launch();
    }

    @Override
    public synchronized void close() {
        closed = true;
        process.kill();
    }

    private Child launch() {
        List<String> arguments =
                new ArrayList<>(List.of(String.valueOf(port), directory.toString(), String.valueOf(controllerPort)));
        settings().forEach((key, value) -> arguments.add(key + "=" + value));
        return Child.main(BrokerMain.class, List.of("-Xmx512m", "-XX:+UseSerialGC"), arguments, log);
    }

    private Map<String, String> settings() {
        return Map.ofEntries(
                Map.entry(
                        "listeners",
                        "CLIENTS://127.0.0.1:" + port + ",PROXIED://127.0.0.1:" + behindProxy
                                + ",CONTROLLER://127.0.0.1:" + controllerPort),
                Map.entry("advertised.listeners", "CLIENTS://" + direct() + ",PROXIED://" + throughProxy()),
                Map.entry(
                        "listener.security.protocol.map", "CLIENTS:PLAINTEXT,PROXIED:PLAINTEXT,CONTROLLER:PLAINTEXT"),
                Map.entry("group.min.session.timeout.ms", "6000"),
                Map.entry("group.consumer.min.session.timeout.ms", "6000"),
                Map.entry("group.consumer.session.timeout.ms", "6000"),
                Map.entry("group.consumer.min.heartbeat.interval.ms", "1000"),
                Map.entry("group.consumer.heartbeat.interval.ms", "1000"),
                Map.entry("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000"),
                Map.entry("log.retention.bytes", "-1"),
                Map.entry("log.retention.ms", "-1"));
    }
}
