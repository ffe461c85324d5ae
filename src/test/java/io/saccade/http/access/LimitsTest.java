package io.saccade.http.access;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.saccade.Pictures;
import io.saccade.broker.BrokerResource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** More than a client may ask. */
@QuarkusTest
@QuarkusTestResource(BrokerResource.class)
@TestProfile(LimitsTest.Tight.class)
class LimitsTest {

    private static final byte[] JPEG = Pictures.jpeg(64, 48);
    private static final int MOST_BYTES = 100_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Small limits. */
    public static final class Tight implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "saccade.http.rate",
                    "5",
                    "saccade.http.max-frame-bytes",
                    String.valueOf(MOST_BYTES),
                    "saccade.http.max-concurrent",
                    "1");
        }
    }

    @TestHTTPResource
    URI page;

    @Test
    void aFrameThatIsTooLargeIsNotRead() throws Exception {
        awaitScore();
        given().contentType("image/jpeg")
                .body(new byte[MOST_BYTES + 1])
                .post("/api/score")
                .then()
                .statusCode(413)
                .body(containsString("saccade.http.max-frame-bytes"));

        awaitScore();
        HttpRequest chunked = HttpRequest.newBuilder(page.resolve("/api/score"))
                .header("Content-Type", "image/jpeg")
                .POST(HttpRequest.BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(new byte[3 * MOST_BYTES])))
                .build();
        try {
            assertThat(HttpClient.newHttpClient()
                            .send(chunked, HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(413);
        } catch (IOException cutOff) {
            assertThat(cutOff).hasMessageNotContaining("timed out");
        }
        awaitScore();
    }

    @Test
    void whoAsksTooOftenIsToldWhenToComeAgain() {
        awaitScore();
        Response last = null;
        for (int i = 0; i < 60 && (last == null || last.statusCode() == 200); i++) {
            last = score();
        }

        assertThat(last.statusCode()).isEqualTo(429);
        assertThat(last.header("Retry-After")).isEqualTo("1");
        assertThat(last.body().asString()).contains("saccade.http.rate");
        given().get("/api/model").then().statusCode(200);
        awaitScore();
    }

    @Test
    void noMoreAreWorkedOnAtATimeThanIsSetAndAPlaceGetsFree() throws Exception {
        awaitScore();
        try (Socket slow = new Socket(page.getHost(), page.getPort())) {
            slow.getOutputStream()
                    .write(("POST /api/score HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/jpeg\r\n"
                                    + "Content-Length: 1000\r\n\r\nbegin")
                            .getBytes(US_ASCII));
            await().atMost(PATIENCE).until(() -> score().statusCode() == 503);
            Response busy = score();
            assertThat(busy.statusCode()).isIn(503, 429);
            assertThat(busy.header("Retry-After")).isEqualTo("1");
        }

        awaitScore();
    }

    private static void awaitScore() {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).until(() -> score().statusCode() == 200);
    }

    private static Response score() {
        return given().contentType("image/jpeg").body(JPEG).post("/api/score");
    }
}
