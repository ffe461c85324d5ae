package io.saccade.broker;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * Runs the embedded broker in a process of its own until it is killed. Arguments: the port; or, to keep the data from one
 * run to the next, the port, a directory, the controller's port and any number of broker settings {@code key=value}.
 */
public final class BrokerMain {

    private BrokerMain() {}

    /** Starts the broker and waits. */
    public static void main(String[] args) throws InterruptedException {
        Logs.onlyErrors();
        List<String> arguments = List.of(args);
        int port = Integer.parseInt(arguments.get(0));
        EmbeddedKafka kafka = arguments.size() == 1
                ? EmbeddedKafka.start(port, Map.of())
                : EmbeddedKafka.open(
                        Path.of(arguments.get(1)),
                        port,
                        Integer.parseInt(arguments.get(2)),
                        settings(arguments.subList(3, arguments.size())));
        Runtime.getRuntime().addShutdownHook(new Thread(kafka::close));
        System.out.println("broker: " + kafka.bootstrapServers());
        new CountDownLatch(1).await();
    }

    private static Map<String, String> settings(List<String> pairs) {
        Map<String, String> settings = new HashMap<>();
        for (String pair : pairs) {
            String[] keyAndValue = pair.split("=", 2);
            settings.put(keyAndValue[0], keyAndValue[1]);
        }
        return settings;
    }
}
