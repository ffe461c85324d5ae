package io.saccade.http.access;

import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Holds requests that cost much to {@link RequestLimits}. */
final class CostlyFilter {

    /** Asked for with each request, because filters are made before the settings can be read. */
    private final Instance<RequestLimits> limits;

    CostlyFilter(Instance<RequestLimits> limits) {
        this.limits = limits;
    }

    /** An answer for a request that is not let in; nothing for one that is. */
    @Costly
    @ServerRequestFilter
    public Optional<Response> admit(RoutingContext context) {
        return limits.get().admit(context);
    }
}
