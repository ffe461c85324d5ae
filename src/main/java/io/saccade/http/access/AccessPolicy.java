package io.saccade.http.access;

import io.quarkus.vertx.http.runtime.security.BasicAuthenticationMechanism;
import io.quarkus.vertx.http.security.HttpSecurity;
import io.saccade.config.Role;
import io.saccade.config.SaccadeConfig;
import io.saccade.scoring.InvalidSettingException;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/**
 * Who may look: whoever is on this machine, or whoever says who it is. It covers the page, the API, WebSockets and OpenAPI,
 * and not the management interface.
 */
@Singleton
final class AccessPolicy {

    /** Who has it may change the model. */
    static final String ADMIN = "admin";

    private static final Logger LOG = Logger.getLogger(AccessPolicy.class);
    private static final String EVERYTHING = "/*";
    private static final String REALM = "saccade";

    /** Browsers ask for a password where they are told to. */
    private static final boolean SILENT = false;

    /**
     * Sets it up before the port is opened.
     *
     * @throws InvalidSettingException if more people could look than was asked for
     */
    void configure(
            @Observes HttpSecurity http, SaccadeConfig config, Config settings, Instance<PasswordIdentity> passwords) {
        if (!config.roles().contains(Role.SERVE)) {
            return;
        }
        String host = settings.getValue("quarkus.http.host", String.class);
        boolean loopback = isLoopback(host);
        switch (config.access().mode()) {
            case LOCAL -> {
                if (!loopback) {
                    throw new InvalidSettingException("quarkus.http.host is " + host
                            + " and saccade.access is local: anybody on the network could look;"
                            + " set saccade.access to basic or oidc, or quarkus.http.host to 127.0.0.1");
                }
            }
            case BASIC -> {
                passwords.get(); // reads the users, and refuses what is wrong with them, now
                http.mechanism(new BasicAuthenticationMechanism(REALM, SILENT))
                        .path(EVERYTHING)
                        .authenticated();
            }
            case OIDC -> {
                require(settings, "quarkus.oidc.auth-server-url");
                require(settings, "quarkus.oidc.client-id");
                http.path(EVERYTHING).authenticated();
            }
        }
        if (!loopback && isPlain(settings)) {
            LOG.warnf(
                    "access: passwords and tokens go over %s in clear text unless a proxy with TLS is in front;"
                            + " with TLS of its own set quarkus.http.insecure-requests to disabled or redirect",
                    host);
        }
    }

    private static void require(Config settings, String key) {
        if (settings.getOptionalValue(key, String.class).isEmpty()) {
            throw new InvalidSettingException("saccade.access is oidc and " + key + " is not set");
        }
    }

    private static boolean isPlain(Config settings) {
        return settings.getOptionalValue("quarkus.http.insecure-requests", String.class)
                .map("enabled"::equalsIgnoreCase)
                .orElse(true);
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new InvalidSettingException("quarkus.http.host is " + host + ", which has no address");
        }
    }
}
