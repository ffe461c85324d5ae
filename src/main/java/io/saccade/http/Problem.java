package io.saccade.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.netty.handler.codec.http.HttpResponseStatus;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/**
 * An error as it is told over HTTP: problem details (RFC 9457) of the type {@code about:blank}.
 *
 * @param title of the status
 * @param status of the answer
 * @param reason why a frame or model is refused, as in the header {@code saccade-reason}; null for other errors
 * @param detail one line for people
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(String title, int status, @Nullable String reason, String detail) {

    /** The media type. */
    static final String MEDIA_TYPE = "application/problem+json";

    /** An answer that tells an error. */
    public static Response.ResponseBuilder answer(int status, String detail) {
        return of(Response.status(status), status, null, detail);
    }

    /** An answer that tells why a frame or model is refused. */
    static Response.ResponseBuilder answer(int status, String reason, String detail) {
        return of(Response.status(status), status, reason, detail);
    }

    /** The answer that an exception has by itself, with its message. */
    static Response.ResponseBuilder answer(WebApplicationException refused) {
        Response answer = refused.getResponse();
        return of(Response.fromResponse(answer), answer.getStatus(), null, String.valueOf(refused.getMessage()));
    }

    private static Response.ResponseBuilder of(
            Response.ResponseBuilder answer, int status, @Nullable String reason, String detail) {
        String title = HttpResponseStatus.valueOf(status).reasonPhrase();
        return answer.type(MEDIA_TYPE).entity(new Problem(title, status, reason, detail));
    }
}
