package io.saccade.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpMjpegSourceTest {

    private static final HttpMjpegSource.Patience QUICK = new HttpMjpegSource.Patience(
            Duration.ofSeconds(5), Duration.ofMillis(400), Duration.ofMillis(20), Duration.ofMillis(60), 3);

    private final List<String> notes = new CopyOnWriteArrayList<>();
    private final CountDownLatch testEnds = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        testEnds.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void framesOfPartsWithAndWithoutLengthArrive() throws Exception {
        server.createContext("/", exchange -> {
            begin(exchange);
            part(exchange, Pictures.jpeg(1), true);
            part(exchange, Pictures.jpeg(2), false);
            part(exchange, Pictures.withThumbnail(Pictures.jpeg(3), Pictures.jpeg(4)), false);
            hold();
        });
        try (HttpMjpegSource source = connect()) {
            assertThat(bytes(source)).isEqualTo(Pictures.jpeg(1));
            assertThat(bytes(source)).isEqualTo(Pictures.jpeg(2));
            assertThat(bytes(source)).isEqualTo(Pictures.withThumbnail(Pictures.jpeg(3), Pictures.jpeg(4)));
            assertThat(source.name()).isEqualTo("localhost");
        }
    }

    @Test
    void aStreamThatEndsIsConnectedAgain() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        server.createContext("/", exchange -> {
            begin(exchange);
            part(exchange, Pictures.jpeg(connections.incrementAndGet()), false);
            exchange.close();
        });
        try (HttpMjpegSource source = connect()) {
            for (int i = 1; i <= 6; i++) {
                assertThat(bytes(source)).isEqualTo(Pictures.jpeg(i));
            }
        }
        assertThat(notes).allMatch(note -> note.contains("the stream ended; connecting again in 20 ms"));
    }

    @Test
    void aStreamThatFallsSilentIsConnectedAgain() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        server.createContext("/", exchange -> {
            begin(exchange);
            part(exchange, Pictures.jpeg(connections.incrementAndGet()), true);
            hold();
        });
        try (HttpMjpegSource source = connect()) {
            assertThat(bytes(source)).isEqualTo(Pictures.jpeg(1));
            assertThat(bytes(source)).isEqualTo(Pictures.jpeg(2));
        }
        assertThat(notes).isNotEmpty();
    }

    @Test
    void aCameraThatStaysAwayIsGivenUp() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        server.createContext("/", exchange -> {
            if (connections.incrementAndGet() > 1) {
                exchange.sendResponseHeaders(503, -1);
            } else {
                begin(exchange);
                part(exchange, Pictures.jpeg(1), true);
            }
            exchange.close();
        });
        try (HttpMjpegSource source = connect()) {
            assertThat(bytes(source)).isEqualTo(Pictures.jpeg(1));
            assertThatThrownBy(source::next)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("is lost after 3 attempts")
                    .hasMessageContaining("status 503");
        }
        assertThat(notes).hasSize(3);
    }

    @Test
    void closingEndsAThreadThatWaits() throws Exception {
        server.createContext("/", exchange -> {
            begin(exchange);
            hold();
        });
        HttpMjpegSource source = new HttpMjpegSource(uri(), HttpMjpegSource.Patience.DEFAULT, notes::add);
        var waiting = threads.submit(source::next);
        Thread.sleep(100);

        source.close();

        assertThat(waiting.get(5, TimeUnit.SECONDS)).isNull();
    }

    @Test
    void whatIsNoStreamIsRefusedAtOnce() throws Exception {
        server.createContext("/page", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, 0);
            exchange.close();
        });

        assertThatThrownBy(this::connect).hasMessageContaining("answers with status 404");
        assertThatThrownBy(() -> new HttpMjpegSource(uri().resolve("/page"), QUICK, notes::add))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("sends text/html, expected multipart/x-mixed-replace");
    }

    @Test
    void anAddressWhereNobodyListensIsSaidInOneLine() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        URI nobody = URI.create("http://localhost:" + port + "/");

        assertThatThrownBy(() -> new HttpMjpegSource(nobody, QUICK, notes::add))
                .hasMessage(nobody + " can't be reached: connection refused");
    }

    private HttpMjpegSource connect() throws IOException, InterruptedException {
        return new HttpMjpegSource(uri(), QUICK, notes::add);
    }

    private URI uri() {
        return URI.create("http://localhost:" + server.getAddress().getPort() + "/");
    }

    private static byte[] bytes(HttpMjpegSource source) throws IOException, InterruptedException {
        EncodedFrame frame = source.next();
        assertThat(frame).isNotNull();
        return frame.bytes();
    }

    private static void begin(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "multipart/x-mixed-replace; boundary=frame");
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().flush();
    }

    private static void part(HttpExchange exchange, byte[] jpeg, boolean length) throws IOException {
        String header = "--frame\r\nContent-Type: image/jpeg\r\n"
                + (length ? "Content-Length: " + jpeg.length + "\r\n" : "") + "\r\n";
        exchange.getResponseBody()
                .write(Pictures.join(
                        header.getBytes(StandardCharsets.US_ASCII), jpeg, "\r\n".getBytes(StandardCharsets.US_ASCII)));
        exchange.getResponseBody().flush();
    }

    private void hold() {
        try {
            testEnds.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
