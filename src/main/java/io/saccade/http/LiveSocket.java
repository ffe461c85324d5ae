package io.saccade.http;

import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.saccade.kafka.live.Follower;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The page's WebSocket: at most {@value #MOST} at a time, served from one thread that runs while there are any. */
@WebSocket(path = "/api/live")
@Singleton
public class LiveSocket {

    private static final Logger LOG = Logger.getLogger(LiveSocket.class);

    static final int MOST = 32;
    private static final int TRY_AGAIN_LATER = 1013;
    private static final long TICK_MS = 100;

    private final Follower follower;
    private final Map<String, Viewer> viewers = new ConcurrentHashMap<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread daemon = new Thread(task, "live-pages");
        daemon.setDaemon(true);
        return daemon;
    });
    private @Nullable ScheduledFuture<?> ticking;

    LiveSocket(Follower follower) {
        this.follower = follower;
    }

    /** A page opens. */
    @OnOpen
    @Blocking
    public void open(WebSocketConnection connection) {
        Line line = new Line(connection);
        synchronized (this) {
            if (viewers.size() >= MOST) {
                line.close(TRY_AGAIN_LATER, MOST + " pages are open already");
                return;
            }
            Viewer viewer = new Viewer(follower, line, System::nanoTime);
            viewers.put(connection.id(), viewer);
            viewer.enter();
            if (ticking == null) {
                ticking = thread.scheduleWithFixedDelay(this::push, 0, TICK_MS, TimeUnit.MILLISECONDS);
            }
        }
    }

    /** A page says something. */
    @OnTextMessage
    @Blocking
    public void receive(String message, WebSocketConnection connection) {
        Viewer viewer = viewers.get(connection.id());
        if (viewer != null) {
            viewer.receive(message);
        }
    }

    /** A page is gone. */
    @OnClose
    @Blocking
    public void close(WebSocketConnection connection) {
        Viewer viewer;
        synchronized (this) {
            viewer = viewers.remove(connection.id());
            if (viewers.isEmpty() && ticking != null) {
                ticking.cancel(false);
                ticking = null;
            }
        }
        if (viewer != null) {
            viewer.leave();
        }
    }

    /** What goes wrong on a connection ends it; there is nothing to mend. */
    @OnError
    public void failed(Exception failure, WebSocketConnection connection) {
        LOG.debugf(failure, "page %s", connection.id());
        new Line(connection).close(Viewer.REFUSED, "a message that can't be read");
    }

    private void push() {
        for (Viewer viewer : viewers.values()) {
            try {
                viewer.push();
            } catch (RuntimeException e) {
                LOG.warnf(e, "a page could not be served");
            }
        }
    }

    @PreDestroy
    void stop() {
        thread.shutdownNow();
    }

    /** Sends without waiting: a viewer sends nothing more before it was acknowledged. */
    private record Line(WebSocketConnection connection) implements Viewer.Line {

        @Override
        public void text(String json) {
            send(connection.sendText(json));
        }

        @Override
        public void binary(byte[] message) {
            send(connection.sendBinary(Buffer.buffer(message)));
        }

        @Override
        public void close(int code, String reason) {
            send(connection.close(new CloseReason(code, reason)));
        }

        private void send(Uni<Void> sending) {
            sending.subscribe().with(done -> {}, gone -> LOG.debugf(gone, "page %s", connection.id()));
        }
    }
}
