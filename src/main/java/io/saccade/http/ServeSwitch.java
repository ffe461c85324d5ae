package io.saccade.http;

import io.saccade.config.Role;
import io.saccade.config.SaccadeConfig;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Answers nothing but health and metrics where {@code saccade.roles} has no {@code serve}. */
@Singleton
final class ServeSwitch {

    private static final String MANAGEMENT = "/q/";
    private static final int BEFORE_ALL = Integer.MIN_VALUE;
    private static final int NOT_FOUND = 404;

    void close(@Observes Router router, SaccadeConfig config) {
        if (config.roles().contains(Role.SERVE)) {
            return;
        }
        router.route().order(BEFORE_ALL).handler(request -> {
            if (request.normalizedPath().startsWith(MANAGEMENT)) {
                request.next();
            } else {
                request.response()
                        .setStatusCode(NOT_FOUND)
                        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain")
                        .end("this instance does not serve: saccade.roles has no serve\n");
            }
        });
    }
}
