package io.saccade.api;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.saccade.Pictures;
import io.saccade.broker.BrokerResource;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What a service answers to those who ask too much of it. */
@QuarkusTest
@QuarkusTestResource(BrokerResource.class)
@TestProfile(OpenApiLimitsTest.Tight.class)
class OpenApiLimitsTest {

    static final Set<String> HERE = Set.of(
            "POST /api/score 429 application/problem+json",
            "POST /api/score 503 application/problem+json",
            "GET /api/gan/samples 429 application/problem+json",
            "POST /api/gan/novelty 429 application/problem+json");

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Little at a time. */
    public static final class Tight implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("saccade.http.rate", "1", "saccade.http.max-concurrent", "1");
        }
    }

    @TestHTTPResource
    URI page;

    @Test
    void whoAsksTooMuchIsAnsweredAsDescribed() throws IOException {
        ServedApi api = ServedApi.read();
        assertThat(api.unseen()).containsAll(HERE);

        try (Socket slow = new Socket(page.getHost(), page.getPort())) {
            slow.getOutputStream()
                    .write(("POST /api/score HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/jpeg\r\n"
                                    + "Content-Length: 1000\r\n\r\nbegin")
                            .getBytes(US_ASCII));
            askUntil(503, () -> image(api.good()).post("/api/score"));
        }
        askUntil(429, () -> image(api.good()).post("/api/score"));
        askUntil(429, () -> afterABurst(api).get("/api/gan/samples"));
        askUntil(429, () -> image(afterABurst(api)).post("/api/gan/novelty?camera=street"));

        assertThat(api.unseen()).doesNotContainAnyElementsOf(HERE);
    }

    private static void askUntil(int status, Supplier<Response> request) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> request.get().statusCode() == status);
    }

    /** One allowance is for all that costs much. */
    private static RequestSpecification afterABurst(ServedApi api) {
        for (int i = 0; i < 5; i++) {
            image(api.good()).post("/api/score");
        }
        return api.good();
    }

    private static RequestSpecification image(RequestSpecification request) {
        return request.contentType("image/jpeg").body(Pictures.jpeg(32, 24));
    }
}
