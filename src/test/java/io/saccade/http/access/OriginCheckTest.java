package io.saccade.http.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.saccade.Pictures;
import io.saccade.broker.BrokerResource;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of other sites in the browser of one who may look, under local access. */
@QuarkusTest
@QuarkusTestResource(BrokerResource.class)
class OriginCheckTest {

    private static final byte[] JPEG = Pictures.jpeg(64, 48);

    @TestHTTPResource
    URI page;

    @TestHTTPResource(management = true)
    String management;

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:8080", "127.0.0.1:8080", "127.1.2.3", "[::1]:8080"})
    void namesOfThisMachineAreAnswered(String host) {
        given().header("Host", host).get("/api/model").then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"rebound.example", "rebound.example:8080", "localhost.example", "127.0.0.1.example", "10.0.0.1"})
    void anyOtherNameIsMisdirected(String host) {
        for (String path : new String[] {"/", "/api/model", "/api/cameras", "/q/openapi", EchoSocket.PATH}) {
            given().header("Host", host)
                    .get(path)
                    .then()
                    .statusCode(421)
                    .body(equalTo("this is not known by that name: use localhost, or set saccade.access.origins\n"));
        }
    }

    @Test
    void aPageOfAnotherOriginMayNotAsk() {
        for (String origin : new String[] {"https://evil.example", "http://localhost:1", "null", ""}) {
            given().header("Origin", origin)
                    .contentType("text/plain")
                    .body(JPEG)
                    .post("/api/score")
                    .then()
                    .statusCode(403)
                    .body(containsString("another origin"));
            given().header("Origin", origin).get("/api/cameras").then().statusCode(403);
        }
        given().header("Sec-Fetch-Site", "cross-site")
                .body(JPEG)
                .post("/api/score")
                .then()
                .statusCode(403);
        given().header("Sec-Fetch-Site", "cross-site")
                .body(JPEG)
                .put("/api/model")
                .then()
                .statusCode(403);
    }

    @Test
    void thePageItselfAndProgramsMay() {
        given().header("Origin", origin())
                .header("Sec-Fetch-Site", "same-origin")
                .contentType("image/jpeg")
                .body(JPEG)
                .post("/api/score")
                .then()
                .statusCode(200);
        given().header("Sec-Fetch-Site", "cross-site").get("/").then().statusCode(200);
    }

    @Test
    void crossOriginSharingStaysOff() {
        given().header("Origin", origin())
                .get("/api/cameras")
                .then()
                .statusCode(200)
                .header("Access-Control-Allow-Origin", nullValue());
    }

    @Test
    void aWebSocketOpensToThePageAndToPrograms() throws Exception {
        assertThat(Sockets.echo(page, "hello", Map.of("Origin", origin()))).isEqualTo("hello");
        assertThat(Sockets.echo(page, "hello", Map.of())).isEqualTo("hello");
    }

    @Test
    void aWebSocketOfAnotherOriginIsRefused() {
        assertThat(Sockets.status(page, Map.of("Origin", "https://evil.example")))
                .isEqualTo(403);
        assertThat(Sockets.status(page, Map.of("Origin", "null"))).isEqualTo(403);
    }

    @Test
    void healthAndMetricsDoNotAnswerToPages() {
        given().get(management + "metrics").then().statusCode(200);
        given().header("Origin", "https://evil.example")
                .get(management + "metrics")
                .then()
                .statusCode(403)
                .body(equalTo("health and metrics do not answer to pages\n"));
    }

    @Test
    void answersSayHowTheyMayBeUsed() {
        for (String path : new String[] {"/", "/api/model", "/api/cameras", "/nothing"}) {
            given().get(path)
                    .then()
                    .header("X-Content-Type-Options", "nosniff")
                    .header("Referrer-Policy", "no-referrer")
                    .header("Content-Security-Policy", containsString("frame-ancestors 'none'"))
                    .header("Content-Security-Policy", containsString("script-src 'self'"))
                    .header("Server", nullValue())
                    .header("X-Powered-By", nullValue());
        }
        for (String path : new String[] {"/", "/saccade.css", "/js/main.js", "/schemas/headers.json"}) {
            assertThat(given().get(path).headers().getValues("Cache-Control"))
                    .as(path)
                    .containsExactly("no-cache");
        }
        assertThat(given().get("/api/model").headers().getValues("Cache-Control"))
                .containsExactly("no-store");
        assertThat(given().contentType("image/jpeg")
                        .accept("image/png")
                        .body(JPEG)
                        .post("/api/score")
                        .headers()
                        .getValues("Cache-Control"))
                .containsExactly("no-store");
    }

    private String origin() {
        return "http://" + page.getAuthority();
    }
}
