package io.saccade.ledger;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stands between the services and the broker, and can cut, refuse, hold up, half-close and slow down. */
final class TcpProxy implements AutoCloseable {

    private static final int CHUNK = 16 << 10;

    private final int port;
    private final int target;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final Object gate = new Object();
    private boolean holding;
    private volatile int bytesPerSecond = Integer.MAX_VALUE;
    private volatile ServerSocket server;

    /** A proxy from one port on loopback to another. */
    TcpProxy(int port, int target) {
        this.port = port;
        this.target = target;
        this.server = listen();
    }

    /** Resets every connection. */
    void cut() {
        connections.forEach(Connection::reset);
    }

    /** Takes no new connections until {@link #accept}. */
    void refuse() {
        close(server);
    }

    /** Takes connections again. */
    void accept() {
        server = listen();
    }

    /** Lets no byte through, in either direction, until {@link #release}; what was sent meanwhile then arrives late. */
    void hold() {
        synchronized (gate) {
            holding = true;
        }
    }

    /** Like {@link #hold}, and the broker sees its connections closed, while the services don't. */
    void holdHalfOpen() {
        hold();
        connections.forEach(Connection::closeUpstream);
    }

    /** Ends {@link #hold} and {@link #holdHalfOpen}. */
    void release() {
        synchronized (gate) {
            holding = false;
            gate.notifyAll();
        }
    }

    /** Lets so many bytes a second through on each connection and direction. */
    void throttle(int rate) {
        bytesPerSecond = rate;
    }

    /** As fast as it goes. */
    void unthrottle() {
        throttle(Integer.MAX_VALUE);
    }

    @Override
    public void close() {
        refuse();
        release();
        cut();
    }

    private ServerSocket listen() {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            start("proxy-accept", () -> accept(socket));
            return socket;
        } catch (IOException e) {
            throw new IllegalStateException("the proxy can't listen on port " + port, e);
        }
    }

    private void accept(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                Connection connection = new Connection(socket.accept());
                connections.add(connection);
                start("proxy-to-broker", connection::run);
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void awaitRelease() {
        synchronized (gate) {
            while (holding) {
                try {
                    gate.wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    private static void start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) { // it is gone either way
            return;
        }
    }

    private final class Connection {

        private final Socket client;
        private final Socket upstream = new Socket();

        Connection(Socket client) {
            this.client = client;
        }

        void run() {
            try {
                awaitRelease();
                upstream.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
                client.setTcpNoDelay(true);
                upstream.setTcpNoDelay(true);
                start("proxy-to-service", () -> pump(upstream, client));
                pump(client, upstream);
            } catch (IOException brokerAway) {
                end();
            }
        }

        private void pump(Socket from, Socket to) {
            byte[] chunk = new byte[CHUNK];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                    awaitRelease();
                    slowDown(length);
                    out.write(chunk, 0, length);
                }
            } catch (IOException closed) {
                awaitRelease();
            }
            awaitRelease();
            end();
        }

        private void slowDown(int bytes) {
            int rate = bytesPerSecond;
            if (rate != Integer.MAX_VALUE) {
                Pause.of(Duration.ofNanos(bytes * 1_000_000_000L / rate));
            }
        }

        void closeUpstream() {
            TcpProxy.close(upstream);
        }

        void reset() {
            try {
                client.setSoLinger(true, 0);
                upstream.setSoLinger(true, 0);
            } catch (IOException closed) {
                connections.remove(this);
            }
            end();
        }

        private void end() {
            TcpProxy.close(client);
            TcpProxy.close(upstream);
            connections.remove(this);
        }
    }
}
