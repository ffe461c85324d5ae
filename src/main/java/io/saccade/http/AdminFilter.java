package io.saccade.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quarkus.security.identity.SecurityIdentity;
import io.saccade.config.AccessMode;
import io.saccade.config.SaccadeConfig;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets a request pass that an administrator makes. Under local access that is who bears {@code saccade.admin.token}: 403
 * where no token is set, 401 where another comes. Otherwise it is who has the role admin.
 *
 * <p>Tokens are compared in a time that does not depend on where they differ (RFC 6750 for the header).
 */
@Provider
@AdminOnly
public class AdminFilter implements ContainerRequestFilter {

    private static final String SCHEME = "Bearer ";
    private static final String ROLE = "admin";

    /** Asked for with each request, because filters are made before the settings can be read. */
    private final Instance<SaccadeConfig> config;

    private final SecurityIdentity user;

    AdminFilter(Instance<SaccadeConfig> config, SecurityIdentity user) {
        this.config = config;
        this.user = user;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (config.get().access().mode() == AccessMode.LOCAL) {
            checkToken(request);
        } else if (!user.hasRole(ROLE)) {
            request.abortWith(Response.status(Response.Status.FORBIDDEN)
                    .type(MediaType.TEXT_PLAIN_TYPE)
                    .entity("changing the model needs the role " + ROLE + "\n")
                    .build());
        }
    }

    private void checkToken(ContainerRequestContext request) {
        Optional<String> token = config.get().admin().token();
        if (token.isEmpty()) {
            request.abortWith(Response.status(Response.Status.FORBIDDEN)
                    .type(MediaType.TEXT_PLAIN_TYPE)
                    .entity("changing the model is switched off: set saccade.admin.token\n")
                    .build());
        } else if (!bears(request.getHeaderString(HttpHeaders.AUTHORIZATION), token.get())) {
            request.abortWith(Response.status(Response.Status.UNAUTHORIZED)
                    .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"saccade\"")
                    .type(MediaType.TEXT_PLAIN_TYPE)
                    .entity("expected the header Authorization: Bearer with the token of saccade.admin.token\n")
                    .build());
        }
    }

    private static boolean bears(@Nullable String authorization, String expected) {
        return authorization != null
                && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && MessageDigest.isEqual(
                        authorization.substring(SCHEME.length()).strip().getBytes(UTF_8), expected.getBytes(UTF_8));
    }
}
