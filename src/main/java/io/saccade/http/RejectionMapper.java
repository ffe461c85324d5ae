package io.saccade.http;

import io.saccade.frame.RejectedException;
import io.saccade.frame.Rejection;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Says a rejection in HTTP: its status, and JSON with {@code reason} and {@code detail}. */
final class RejectionMapper {

    private static final int UNPROCESSABLE = 422;

    @ServerExceptionMapper
    Response toResponse(RejectedException rejected) {
        Rejection rejection = rejected.rejection();
        int status =
                switch (rejection.reason()) {
                    case EMPTY -> Response.Status.BAD_REQUEST.getStatusCode();
                    case UNSUPPORTED_FORMAT, CONTENT_TYPE_MISMATCH ->
                        Response.Status.UNSUPPORTED_MEDIA_TYPE.getStatusCode();
                    case TOO_MANY_PIXELS -> Response.Status.REQUEST_ENTITY_TOO_LARGE.getStatusCode();
                    default -> UNPROCESSABLE;
                };
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON)
                .entity(Map.of("reason", rejection.reason().wireName(), "detail", rejection.detail()))
                .build();
    }
}
