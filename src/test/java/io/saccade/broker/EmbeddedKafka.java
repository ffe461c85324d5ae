package io.saccade.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A real Kafka broker in this process: one node that is broker and controller (KRaft), on loopback, with transactions and
 * every group protocol. For tests and the demo; it is not on the service's classpath.
 */
public final class EmbeddedKafka implements AutoCloseable {

    /** What the listener for clients is called, in settings that are by listener. */
    public static final String LISTENER = "CLIENTS";

    private static final int MAX_MESSAGE_BYTES = 16 << 20;

    private final Path directory;
    private final boolean temporary;
    private final int port;
    private final KafkaRaftServer server;

    private EmbeddedKafka(Path directory, boolean temporary, int port, KafkaRaftServer server) {
        this.directory = directory;
        this.temporary = temporary;
        this.port = port;
        this.server = server;
    }

    /** Starts a broker on a free port. */
    public static EmbeddedKafka start() {
        return start(freePort(), Map.of());
    }

    /** Starts a broker on a port, with settings that go before the usual ones; its data end with it. */
    public static EmbeddedKafka start(int port, Map<String, String> settings) {
        return start(port, settings, List.of());
    }

    /** The same with a first user, as {@code SCRAM-SHA-512=[name=NAME,password=PASSWORD]}. */
    static EmbeddedKafka start(int port, Map<String, String> settings, List<String> users) {
        try {
            return start(Files.createTempDirectory("saccade-kafka-"), true, port, freePort(), settings, users);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Starts a broker on a directory that outlives it. What an earlier broker left there is taken up again, cluster id
     * included, so the ports must be the same each time.
     */
    public static EmbeddedKafka open(Path directory, int port, int controllerPort, Map<String, String> settings) {
        return start(directory, false, port, controllerPort, settings, List.of());
    }

    private static EmbeddedKafka start(
            Path directory,
            boolean temporary,
            int port,
            int controllerPort,
            Map<String, String> settings,
            List<String> users) {
        try {
            Map<String, String> config = new HashMap<>(settings(directory, port, controllerPort));
            config.putAll(settings);
            if (!Files.exists(directory.resolve("meta.properties"))) {
                format(directory, users);
            }
            KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(config, false), Time.SYSTEM);
            server.startup();
            return new EmbeddedKafka(directory, temporary, port, server);
        } catch (Exception e) {
            throw new IllegalStateException("the embedded broker did not start on port " + port, e);
        }
    }

    /** What clients give as {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
        if (!temporary) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void format(Path directory, List<String> users) throws Exception {
        Formatter formatter = new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
                .setNodeId(1)
                .setClusterId(Uuid.randomUuid().toString())
                .setDirectories(List.of(directory.toString()))
                .setMetadataLogDirectory(directory.toString())
                .setControllerListenerName("CONTROLLER")
                .setScramArguments(users)
                .setReleaseVersion(MetadataVersion.latestProduction());
        formatter.run();
    }

    private static Map<String, String> settings(Path directory, int port, int controllerPort) {
        Map<String, String> settings = new HashMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", "1");
        settings.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        settings.put("listeners", LISTENER + "://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        settings.put("advertised.listeners", LISTENER + "://127.0.0.1:" + port);
        settings.put("listener.security.protocol.map", LISTENER + ":PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("inter.broker.listener.name", LISTENER);
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("log.dirs", directory.toString());
        for (String topic : List.of("offsets.topic", "transaction.state.log", "share.coordinator.state.topic")) {
            settings.put(topic + ".replication.factor", "1");
            settings.put(topic + ".num.partitions", "4");
        }
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("auto.create.topics.enable", "false");
        settings.put("message.max.bytes", String.valueOf(MAX_MESSAGE_BYTES));
        settings.put("replica.fetch.max.bytes", String.valueOf(MAX_MESSAGE_BYTES));
        settings.put("log.cleaner.dedupe.buffer.size", String.valueOf(4 << 20));
        settings.put("log.retention.bytes", String.valueOf(1L << 30));
        settings.put("log.segment.bytes", String.valueOf(64 << 20));
        settings.put("log.retention.check.interval.ms", "10000");
        return settings;
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
