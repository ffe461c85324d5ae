package io.saccade.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** Everything that a run needs: a folder, a broker, a proxy before it, and services. Closing it leaves nothing behind. */
final class Rig implements AutoCloseable {

    private final Path folder;
    private final Path logs;
    private final Broker broker;
    private final TcpProxy proxy;
    private final Services services;
    private boolean keepsLogs;
    private boolean closed;

    /** Starts the broker. The services get the environment of their slot, and where Kafka is. */
    Rig(Path jar, IntFunction<Map<String, String>> environment) {
        try {
            this.folder = Files.createTempDirectory("saccade-ledger-");
            this.logs = Files.createDirectory(folder.resolve("logs"));
            this.broker = new Broker(Files.createDirectory(folder.resolve("kafka")), logs.resolve("broker.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.proxy = new TcpProxy(broker.proxyPort(), broker.portBehindProxy());
        this.services = new Services(jar, logs, slot -> {
            Map<String, String> all = new HashMap<>(environment.apply(slot));
            all.put("KAFKA_BOOTSTRAP_SERVERS", broker.throughProxy());
            return all;
        });
    }

    /** Waits for the broker and makes the topics. */
    void createTopics() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.direct()))) {
            List<NewTopic> topics = FrameTopics.ALL.stream()
                    .map(topic -> new NewTopic(topic, Optional.of(FrameMix.PARTITIONS), Optional.empty()))
                    .toList();
            admin.createTopics(topics).all().get();
        }
    }

    Broker broker() {
        return broker;
    }

    TcpProxy proxy() {
        return proxy;
    }

    Services services() {
        return services;
    }

    /** Closes it, but leaves the logs of broker and services, and says where they are. */
    synchronized void closeButKeepLogs() {
        if (!closed) {
            keepsLogs = true;
            close();
            System.err.println("ledger: logs of broker and services are in " + logs);
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        services.close();
        proxy.close();
        broker.close();
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(file -> !keepsLogs || !file.startsWith(logs) && !file.equals(folder))
                    .sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
