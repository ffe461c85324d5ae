package io.saccade.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.saccade.Pictures;
import io.saccade.broker.BrokerResource;
import io.saccade.tensor.Safetensors;
import java.io.ByteArrayInputStream;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(BrokerResource.class)
class HttpApiTest {

    private static final byte[] JPEG = Pictures.jpeg(64, 48);

    @TestHTTPResource(management = true)
    String management;

    @TestHTTPResource("/api/score")
    URL score;

    @Test
    void acceptChoosesTheHeatMapTheMapOrTheSummary() throws Exception {
        byte[] png = given().contentType("image/jpeg")
                .accept("image/png")
                .body(JPEG)
                .post("/api/score")
                .then()
                .statusCode(200)
                .contentType("image/png")
                .extract()
                .asByteArray();
        assertThat(ImageIO.read(new ByteArrayInputStream(png)).getWidth()).isEqualTo(64);

        byte[] map = given().contentType("image/jpeg")
                .accept("application/x-safetensors")
                .body(JPEG)
                .post("/api/score")
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();
        assertThat(Safetensors.read(map).get("scores").shape()).containsExactly(1, 48, 64);

        given().contentType("image/jpeg")
                .accept("application/json")
                .body(JPEG)
                .post("/api/score")
                .then()
                .statusCode(200)
                .body("width", equalTo(64))
                .body("$", hasKey("c0_p99"));
    }

    @Test
    void whatCurlSendsWhenItIsToldNothingGivesTheSummary() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(score.toURI())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "*/*")
                .POST(HttpRequest.BodyPublishers.ofByteArray(JPEG))
                .build();

        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/json");
        assertThat(answer.body()).contains("\"height\":48");
    }

    @Test
    void aBadImageIsAClientErrorThatSaysWhy() {
        given().contentType("image/png")
                .body(JPEG)
                .post("/api/score")
                .then()
                .statusCode(415)
                .body("reason", equalTo("content-type-mismatch"))
                .body("detail", containsString("image/png"));
        given().contentType("image/jpeg")
                .body(java.util.Arrays.copyOf(JPEG, 100))
                .post("/api/score")
                .then()
                .statusCode(422)
                .body("reason", equalTo("undecodable"));
        given().contentType("image/jpeg")
                .body(new byte[0])
                .post("/api/score")
                .then()
                .statusCode(400)
                .body("reason", equalTo("empty"));
        given().contentType("image/jpeg")
                .accept("image/png")
                .body(JPEG)
                .post("/api/score?channel=7")
                .then()
                .statusCode(400);
    }

    @Test
    void theModelTellsItsShapesParametersDigestAndProvider() {
        given().get("/api/model")
                .then()
                .statusCode(200)
                .body("inputChannels", equalTo(3))
                .body("outputChannels", equalTo(1))
                .body("trainableParameters", equalTo(36))
                .body("keys", equalTo(java.util.List.of(1, 3, 3, 3)))
                .body("provider", equalTo("cpu"))
                .body("digest.length()", equalTo(64));
    }

    @Test
    void changingTheModelIsOffUntilATokenIsSet() {
        given().header("Authorization", "Bearer ")
                .body(new byte[] {1})
                .put("/api/model")
                .then()
                .statusCode(403)
                .body(containsString("set saccade.admin.token"));
    }

    @Test
    void healthMetricsAndOpenApiAreThere() {
        given().get(management + "health/started").then().statusCode(200).body("checks.name", hasItem("model has run"));
        given().get(management + "health/ready").then().statusCode(200).body("status", equalTo("UP"));
        given().get(management + "metrics")
                .then()
                .statusCode(200)
                .body(containsString("saccade_commits_total"))
                .body(containsString("saccade_stream_seconds_total{stage=\"committing\"}"))
                .body(containsString("saccade_model_info"));
        given().get("/q/openapi").then().statusCode(200).body(containsString("/api/score"));
        given().get("/").then().statusCode(200).body(containsString("<title>Saccade</title>"));
    }
}
