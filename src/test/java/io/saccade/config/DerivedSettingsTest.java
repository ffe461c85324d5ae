package io.saccade.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DerivedSettingsTest {

    private static final String OPEN = "quarkus.http.host-enabled";
    private static final String OIDC = "quarkus.oidc.tenant-enabled";

    @Test
    void whoDoesNotServeOpensNoPort() {
        assertThat(value(OPEN, Map.of())).isNull();
        assertThat(value(OPEN, Map.of("saccade.roles", "score, serve"))).isNull();
        assertThat(value(OPEN, Map.of("saccade.roles", "TRAIN,SERVE"))).isNull();
        assertThat(value(OPEN, Map.of("saccade.roles", "score,train"))).isEqualTo("false");
    }

    @Test
    void oidcIsOnWhereItIsChosenAndThereIsAPort() {
        String server = "quarkus.oidc.auth-server-url";
        assertThat(value(OIDC, Map.of(server, "https://id"))).isNull();
        assertThat(value(OIDC, Map.of("saccade.access", "oidc", server, ""))).isNull();
        assertThat(value(OIDC, Map.of("saccade.access", "oidc", server, "https://id")))
                .isEqualTo("true");
        assertThat(value(OIDC, Map.of("saccade.access", "oidc", server, "https://id", "saccade.roles", "train")))
                .isNull();
    }

    @Test
    void theUsersOwnSettingGoesFirst() {
        assertThat(value(OPEN, Map.of("saccade.roles", "train", OPEN, "true"))).isEqualTo("true");
    }

    private static String value(String key, Map<String, String> settings) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(settings, "user", 260))
                .withSources(new DerivedSettings())
                .build();
        return config.getConfigValue(key).getValue();
    }
}
