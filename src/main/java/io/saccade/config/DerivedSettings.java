package io.saccade.config;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * Settings of Quarkus that follow from ours: they go before those in the jar, and behind the user's.
 *
 * <p>An instance that does not serve opens no HTTP port but the management interface's. OIDC is on where it is chosen:
 * people log in, programs bear a token that can be checked here, and scripts of the page are told (499) to log in again.
 */
public final class DerivedSettings implements ConfigSourceFactory {

    /** Between the jar's application.properties (250) and the user's (260). */
    private static final int ORDINAL = 255;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        Map<String, String> derived = new HashMap<>();
        String roles = value(context, "saccade.roles");
        boolean serves = roles == null || List.of(roles.split("\\s*,\\s*")).contains(name(Role.SERVE));
        if (!serves) {
            derived.put("quarkus.http.host-enabled", "false");
        } else if (name(AccessMode.OIDC).equals(value(context, "saccade.access"))
                && value(context, "quarkus.oidc.auth-server-url") != null) {
            derived.put("quarkus.oidc.tenant-enabled", "true");
            derived.put("quarkus.oidc.application-type", "hybrid");
            derived.put("quarkus.oidc.authentication.java-script-auto-redirect", "false");
            derived.put("quarkus.oidc.token.allow-opaque-token-introspection", "false");
        }
        return List.of(new PropertiesConfigSource(derived, "derived from saccade.*", ORDINAL));
    }

    private static @Nullable String value(ConfigSourceContext context, String key) {
        ConfigValue value = context.getValue(key);
        return value == null || value.getValue() == null || value.getValue().isBlank()
                ? null
                : value.getValue().strip().toLowerCase(Locale.ROOT);
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
