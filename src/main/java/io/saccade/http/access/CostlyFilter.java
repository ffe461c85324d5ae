package io.saccade.http.access;

import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.inject.Instance;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Holds requests that cost much to {@link RequestLimits}. */
final class CostlyFilter {

    /** Asked for with each request, because filters are made before the settings can be read. */
    private final Instance<RequestLimits> limits;

    CostlyFilter(Instance<RequestLimits> limits) {
        this.limits = limits;
    }

    /** Lets a request in, or throws what it is answered with. */
    @Costly
    @ServerRequestFilter
    public void admit(RoutingContext context) {
        limits.get().admit(context);
    }
}
