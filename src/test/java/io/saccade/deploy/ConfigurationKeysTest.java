package io.saccade.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationKeysTest {

    @ParameterizedTest
    @CsvSource({
        "SACCADE_ROLES,'train,serve'",
        "SACCADE_SCORE_MAP_POOL,4",
        "SACCADE_FRESHNESS_CAMERAS__GATE_,latest",
        "SACCADE_GAN_EARLY_STOPPING_PATIENCE,3",
        "SACCADE_GAN_TOPICS_METRICS,metrics",
        "KAFKA_BOOTSTRAP_SERVERS,kafka:9092",
        "KAFKA_SECURITY_PROTOCOL,SASL_SSL",
        "KAFKA_SASL_JAAS_CONFIG,anything",
        "KAFKA_SESSION_TIMEOUT_MS,6000",
        "KAFKA_LINGER_MS,5",
        "QUARKUS_HTTP_HOST,0.0.0.0",
        "QUARKUS_MANAGEMENT_PORT,9000",
        "QUARKUS_LOG_CONSOLE_JSON_ENABLED,true",
        "QUARKUS_LOG_CATEGORY__IO_SACCADE__LEVEL,DEBUG",
        "QUARKUS_OIDC_CLIENT_ID,saccade",
        "QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT,http://collector:4317",
        "QUARKUS_HTTP_LIMITS_MAX_BODY_SIZE,64M",
        "QUARKUS_SHUTDOWN_TIMEOUT,10s",
        "JAVA_TOOL_OPTIONS,-XX:MaxRAMPercentage=70",
    })
    void aSettingIsKnown(String name, String value) {
        assertThat(ConfigurationKeys.problems(Map.of(name, value))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "SACCADE_SCOREMAP_POOL,4",
        "SACCADE_ROLE,score",
        "SACCADE_FRESHNESS_CAMERA__GATE_,latest",
        "KAFKA_BOOTSTRAP_SERVER,kafka:9092",
        "KAFKA_PORT_9092_TCP_ADDR,10.0.0.1",
        "QUARKUS_HTTP_HOSTS,0.0.0.0",
        "QUARKUS_LOG_CATEGORY__IO_SACCADE__LEVELS,DEBUG",
        "JAVA_OPTS,-Xmx1g",
        "PATH,/bin",
    })
    void aMisspeltOneIsFound(String name, String value) {
        assertThat(ConfigurationKeys.problems(Map.of(name, value)))
                .singleElement()
                .asString()
                .startsWith(name + ": ");
    }

    @ParameterizedTest
    @CsvSource({
        "SACCADE_ROLES,judge",
        "SACCADE_SCORE_MAP_POOL,3",
        "SACCADE_LANES,-1",
        "SACCADE_FRESHNESS_CAMERAS__GATE_,newest",
        "SACCADE_TRANSACTION_TIMEOUT,1h",
        "KAFKA_SESSION_TIMEOUT_MS,long",
        "KAFKA_SECURITY_PROTOCOL,TLS",
        "QUARKUS_HTTP_PORT,http",
        "QUARKUS_LOG_CONSOLE_JSON_ENABLED,perhaps",
        "QUARKUS_HTTP_INSECURE_REQUESTS,never",
        "QUARKUS_SHUTDOWN_TIMEOUT,soon",
        "QUARKUS_HTTP_LIMITS_MAX_BODY_SIZE,big",
    })
    void aValueThatMakesNoSenseIsFound(String name, String value) {
        assertThat(ConfigurationKeys.problems(Map.of(name, value))).hasSize(1);
    }

    @Test
    void whatIsFixedAtBuildTimeIsNoVariableOfAContainer() {
        assertThat(ConfigurationKeys.problems(Map.of("QUARKUS_MANAGEMENT_ENABLED", "false")))
                .containsExactly("QUARKUS_MANAGEMENT_ENABLED: is fixed when the service is built");
    }

    @Test
    void settingsThatDoNotGoTogetherAreFound() {
        assertThat(ConfigurationKeys.problems(
                        Map.of("SACCADE_TRANSACTION_INTERVAL", "3s", "SACCADE_TRANSACTION_TIMEOUT", "2s")))
                .singleElement()
                .asString()
                .contains("less than saccade.transaction.timeout");
    }
}
