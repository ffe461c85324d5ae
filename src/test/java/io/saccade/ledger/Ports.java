package io.saccade.ledger;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Free ports below those that systems hand out to outgoing connections: a server that is down for a while finds its port
 * still free.
 */
public final class Ports {

    private static final int FIRST = 15_000;
    private static final int LAST = 30_000;

    private Ports() {}

    /** A port that nobody listens on. */
    public static int free() {
        for (int attempt = 0; attempt < 1000; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                continue;
            }
        }
        throw new IllegalStateException("no free port from " + FIRST + " to " + LAST);
    }
}
