package io.saccade.http.access;

import io.saccade.config.SaccadeConfig;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Bounds what clients may ask: how often (429), how much at a time (503), how large (413) and how slowly: what is not done in
 * {@value #LONGEST_MS} ms is cut off.
 *
 * <p>Memory for bodies is at most {@code saccade.http.max-concurrent} times {@code saccade.http.max-frame-bytes}.
 */
@Singleton
final class RequestLimits {

    private static final int TOO_MANY_REQUESTS = 429;
    private static final long LONGEST_MS = 30_000;

    /** Where Quarkus looks for the bound of a body whose length was not said before. */
    private static final String MOST_BYTES = "io.quarkus.max-request-size";

    private final @Nullable Allowance allowance;
    private final long mostBytes;
    private final Semaphore free;

    RequestLimits(SaccadeConfig config) {
        int rate = config.http().rate();
        allowance = rate == 0 ? null : new Allowance(rate, 2 * rate);
        mostBytes = config.http().maxFrameBytes();
        free = new Semaphore(config.http().maxConcurrent());
    }

    /** An answer for a request that is not let in; nothing for one that is. */
    Optional<Response> admit(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (length(request) > mostBytes) {
            return refused(
                    Response.Status.REQUEST_ENTITY_TOO_LARGE.getStatusCode(),
                    "a frame may have " + mostBytes + " bytes: see saccade.http.max-frame-bytes",
                    Duration.ZERO);
        }
        Duration wait = allowance == null
                ? Duration.ZERO
                : allowance.take(request.remoteAddress().hostAddress());
        if (!wait.isZero()) {
            return refused(TOO_MANY_REQUESTS, "too many requests: see saccade.http.rate", wait);
        }
        if (!free.tryAcquire()) {
            return refused(
                    Response.Status.SERVICE_UNAVAILABLE.getStatusCode(),
                    "too many requests at a time: see saccade.http.max-concurrent",
                    Duration.ofSeconds(1));
        }
        context.put(MOST_BYTES, mostBytes);
        long timer = context.vertx()
                .setTimer(LONGEST_MS, late -> request.connection().close());
        context.addEndHandler(end -> {
            context.vertx().cancelTimer(timer);
            free.release();
        });
        return Optional.empty();
    }

    private static long length(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null ? 0 : Long.parseLong(length);
    }

    private static Optional<Response> refused(int status, String why, Duration wait) {
        Response.ResponseBuilder response =
                Response.status(status).type(MediaType.TEXT_PLAIN_TYPE).entity(why + "\n");
        return Optional.of((wait.isZero()
                        ? response
                        : response.header("Retry-After", wait.plusMillis(999).toSeconds()))
                .build());
    }
}
