package io.saccade.http.access;

import io.netty.util.NetUtil;
import io.quarkus.vertx.http.ManagementInterface;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.saccade.config.AccessMode;
import io.saccade.config.SaccadeConfig;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps pages of other sites out, which a user's browser may have open beside ours: requests and WebSockets whose origin is
 * not ours (RFC 6455, 10.2), and, under local access, names that somebody else made point to this machine (DNS rebinding).
 */
@Singleton
final class OriginCheck {

    /** Before Quarkus' own handlers, which have up to 300. */
    private static final int FIRST = 1000;

    private static final int FORBIDDEN = 403;
    private static final int MISDIRECTED = 421;
    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final boolean local;
    private final Set<String> origins;

    OriginCheck(SaccadeConfig config) {
        local = config.access().mode() == AccessMode.LOCAL;
        origins = config.access().origins().orElse(Set.of());
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, FIRST);
    }

    /** Health and metrics are not for pages at all. */
    void register(@Observes ManagementInterface management) {
        management.router().route().order(Integer.MIN_VALUE).handler(request -> {
            if (request.request().getHeader(HttpHeaders.ORIGIN) == null) {
                request.next();
            } else {
                refuse(request, FORBIDDEN, "health and metrics do not answer to pages");
            }
        });
    }

    private void check(RoutingContext context) {
        HttpServerRequest request = context.request();
        HostAndPort host = request.authority();
        if (local && !isHere(host)) {
            refuse(
                    context,
                    MISDIRECTED,
                    "this is not known by that name: use localhost, or set saccade.access.origins");
        } else if (isForeign(request, host)) {
            refuse(context, FORBIDDEN, "a page of another origin may not ask this: see saccade.access.origins");
        } else {
            context.next();
        }
    }

    private boolean isHere(@Nullable HostAndPort host) {
        return host != null
                && (isLoopback(host.host()) || origins.stream().anyMatch(origin -> origin.endsWith("://" + host)));
    }

    private static boolean isLoopback(String host) {
        if (host.equalsIgnoreCase("localhost")) {
            return true;
        }
        byte[] address = NetUtil.createByteArrayFromIpAddressString(host);
        try {
            return address != null && InetAddress.getByAddress(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** Browsers send an origin with each WebSocket, and with each request that is not safe. */
    private boolean isForeign(HttpServerRequest request, @Nullable HostAndPort host) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin == null) {
            String site = request.getHeader("Sec-Fetch-Site");
            return !SAFE.contains(request.method()) && ("cross-site".equals(site) || "same-site".equals(site));
        }
        String lower = origin.toLowerCase(Locale.ROOT);
        String name = String.valueOf(host).toLowerCase(Locale.ROOT);
        return !lower.equals("http://" + name) && !lower.equals("https://" + name) && !origins.contains(lower);
    }

    private static void refuse(RoutingContext context, int status, String why) {
        context.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain")
                .end(why + "\n");
    }
}
