package io.saccade.broker;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Runs the embedded broker in a process of its own until it is killed. Argument: the port. */
public final class BrokerMain {

    private static final Logger ROOT = Logger.getLogger("");

    private BrokerMain() {}

    /** Starts the broker and waits. */
    public static void main(String[] args) throws InterruptedException {
        ROOT.setLevel(Level.SEVERE);
        EmbeddedKafka kafka = EmbeddedKafka.start(Integer.parseInt(args[0]), Map.of());
        Runtime.getRuntime().addShutdownHook(new Thread(kafka::close));
        System.out.println("broker: " + kafka.bootstrapServers());
        new CountDownLatch(1).await();
    }
}
