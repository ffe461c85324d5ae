package io.saccade.http;

import io.saccade.frame.RejectedException;
import io.saccade.frame.Rejection;
import io.saccade.onnx.ModelRefusedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Says in HTTP why a request, a frame or a model was not taken: a status, and a {@link Problem}. */
final class RejectionMapper {

    private static final int BAD_REQUEST = 400;
    private static final int TOO_LARGE = 413;
    private static final int UNSUPPORTED = 415;
    private static final int UNPROCESSABLE = 422;

    @ServerExceptionMapper
    Response toResponse(ModelRefusedException refused) {
        return Problem.answer(UNPROCESSABLE, "model-refused", "the file " + refused.getMessage())
                .build();
    }

    @ServerExceptionMapper
    Response toResponse(RejectedException rejected) {
        Rejection rejection = rejected.rejection();
        int status =
                switch (rejection.reason()) {
                    case EMPTY -> BAD_REQUEST;
                    case UNSUPPORTED_FORMAT, CONTENT_TYPE_MISMATCH -> UNSUPPORTED;
                    case TOO_MANY_PIXELS -> TOO_LARGE;
                    default -> UNPROCESSABLE;
                };
        return Problem.answer(status, rejection.reason().wireName(), rejection.detail())
                .build();
    }

    /** A parameter that can't be read is a bad request, although by JAX-RS nothing is found there. */
    @ServerExceptionMapper
    Response toResponse(WebApplicationException refused) {
        if (refused instanceof NotFoundException && refused.getCause() instanceof IllegalArgumentException unreadable) {
            return Problem.answer(BAD_REQUEST, "a parameter can't be read: " + unreadable.getMessage())
                    .build();
        }
        Response answer = refused.getResponse();
        boolean told = answer.hasEntity() || answer.getStatus() < BAD_REQUEST;
        return told ? answer : Problem.answer(refused).build();
    }
}
