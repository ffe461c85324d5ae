package io.saccade.kafka;

import java.util.Map;
import org.apache.kafka.common.config.SaslConfigs;

/**
 * Where SASL/OAUTHBEARER gets its tokens. Kafka's clients ask only addresses that a system property lists, so that settings of an
 * untrusted origin can't make a server call whatever they like (CVE-2025-27817). Ours come from whoever runs the process.
 */
public final class TokenEndpoint {

    /** The system property, addresses with commas. */
    static final String ALLOWED = "org.apache.kafka.sasl.oauthbearer.allowed.urls";

    private TokenEndpoint() {}

    /** Lists the address in {@code kafka.*}, unless the property is set already. Call it before the first client is made. */
    public static void allow(Map<String, Object> kafka) {
        Object url = kafka.get(SaslConfigs.SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL);
        if (url != null && System.getProperty(ALLOWED) == null) {
            System.setProperty(ALLOWED, url.toString());
        }
    }
}
