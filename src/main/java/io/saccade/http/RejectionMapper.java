package io.saccade.http;

import io.saccade.frame.RejectedException;
import io.saccade.frame.Rejection;
import io.saccade.onnx.ModelRefusedException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Says in HTTP why a frame or a model was not taken: a status, and JSON with {@code reason} and {@code detail}. */
final class RejectionMapper {

    private static final int UNPROCESSABLE = 422;

    @ServerExceptionMapper
    Response toResponse(ModelRefusedException refused) {
        return Response.status(UNPROCESSABLE)
                .type(MediaType.APPLICATION_JSON)
                .entity(Map.of("reason", "model-refused", "detail", "the file " + refused.getMessage()))
                .build();
    }

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
