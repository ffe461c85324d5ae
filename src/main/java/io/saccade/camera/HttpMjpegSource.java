package io.saccade.camera;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The live stream of a network camera: {@code multipart/x-mixed-replace} with JPEG parts, with or without part lengths.
 *
 * <p>The first connection must succeed. One that is lost later, ends, or brings no frame for a while is made again after a
 * pause that doubles each time; a frame that arrives resets it. After a number of failures in a row the source gives up.
 */
public final class HttpMjpegSource implements FrameSource {

    /**
     * How long to wait for what.
     *
     * @param connect for the connection and for the answer to begin
     * @param stall for the next frame
     * @param firstPause before the first new connection
     * @param longestPause before any
     * @param attempts failures in a row after which to give up
     */
    public record Patience(Duration connect, Duration stall, Duration firstPause, Duration longestPause, int attempts) {

        public static final Patience DEFAULT = new Patience(
                Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofMillis(500), Duration.ofSeconds(10), 8);
    }

    private final URI uri;
    private final Patience patience;
    private final Consumer<String> notes;
    private final HttpClient client;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "saccade-http-watch");
        thread.setDaemon(true);
        return thread;
    });

    private InputStream body;
    private MjpegSplitter splitter;
    private int failures;
    private long frame;
    private final CountDownLatch closing = new CountDownLatch(1);

    /**
     * Connects to a stream.
     *
     * @throws IOException if there is no such stream; the message says what came instead
     */
    public HttpMjpegSource(URI uri, Patience patience, Consumer<String> notes)
            throws IOException, InterruptedException {
        this.uri = uri;
        this.patience = patience;
        this.notes = notes;
        this.client = HttpClient.newBuilder()
                .connectTimeout(patience.connect)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        this.body = connect();
        this.splitter = split(body);
    }

    @Override
    public String name() {
        return uri.getHost();
    }

    @Override
    public @Nullable EncodedFrame next() throws IOException, InterruptedException {
        while (open()) {
            byte[] bytes = null;
            String lost = "the stream ended";
            try {
                bytes = read();
            } catch (IOException e) {
                lost = reason(e);
            }
            if (bytes != null) {
                failures = 0;
                return new EncodedFrame(bytes, EncodedFrame.JPEG, Instant.now(), "frame " + frame++);
            }
            reconnect(lost);
        }
        return null;
    }

    @Override
    public void close() {
        closing.countDown();
        watch.shutdownNow();
        drop();
    }

    private byte @Nullable [] read() throws IOException {
        Future<?> alarm = watch.schedule(this::drop, patience.stall.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return splitter.next();
        } finally {
            alarm.cancel(false);
        }
    }

    private void reconnect(String lost) throws IOException, InterruptedException {
        drop();
        String reason = lost;
        while (open()) {
            failures++;
            if (failures > patience.attempts) {
                throw new IOException(uri + " is lost after " + patience.attempts + " attempts: " + reason);
            }
            Duration pause = pause();
            notes.accept(uri + ": " + reason + "; connecting again in " + pause.toMillis() + " ms");
            if (closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
            try {
                body = connect();
                splitter = split(body);
                return;
            } catch (IOException e) {
                reason = reason(e);
            }
        }
    }

    private boolean open() {
        return closing.getCount() > 0;
    }

    private Duration pause() {
        Duration pause = patience.firstPause.multipliedBy(1L << Math.min(20, failures - 1));
        return pause.compareTo(patience.longestPause) < 0 ? pause : patience.longestPause;
    }

    private InputStream connect() throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(uri).timeout(patience.connect).build();
        HttpResponse<InputStream> response;
        try {
            response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (HttpTimeoutException e) {
            throw new IOException(uri + " does not answer within " + patience.connect.toSeconds() + " s", e);
        } catch (IOException e) {
            throw new IOException(uri + " can't be reached: " + reason(e), e);
        }
        String type = response.headers().firstValue("content-type").orElse("nothing");
        String problem = response.statusCode() != 200
                ? "answers with status " + response.statusCode()
                : isMjpeg(type) ? "" : "sends " + type;
        if (!problem.isEmpty()) {
            response.body().close();
            throw new IOException(uri + " " + problem + ", expected multipart/x-mixed-replace with JPEG parts");
        }
        return response.body();
    }

    private static boolean isMjpeg(String contentType) {
        String type = contentType.toLowerCase(Locale.ROOT);
        return type.startsWith("multipart/") || type.startsWith("image/jpeg") || type.startsWith("video/");
    }

    private MjpegSplitter split(InputStream stream) {
        return new MjpegSplitter(stream, MjpegSplitter.DEFAULT_MAX_FRAME, note -> notes.accept(uri + ": " + note));
    }

    /** Closes the connection; a thread that reads from it gets an exception. */
    private void drop() {
        try {
            body.close();
        } catch (IOException e) {
            notes.accept(uri + " did not close: " + reason(e));
        }
    }

    private static String reason(IOException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return "the host is not known";
            }
        }
        if (e.getMessage() != null) {
            return e.getMessage();
        }
        return e instanceof ConnectException
                ? "connection refused"
                : e.getClass().getSimpleName();
    }
}
