package io.saccade.deploy.kubernetes;

import io.quarkus.runtime.configuration.DurationConverter;
import io.saccade.config.SaccadeConfig;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;

/** The service's settings in an environment, defaults included. */
final class Settings {

    private static final int ENVIRONMENT = 300;

    private Settings() {}

    static SaccadeConfig of(Map<String, String> environment) {
        return new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(SaccadeConfig.class)
                .withSources(new EnvConfigSource(environment, ENVIRONMENT))
                .build()
                .getConfigMapping(SaccadeConfig.class);
    }
}
