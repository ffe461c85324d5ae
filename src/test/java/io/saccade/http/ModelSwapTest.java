package io.saccade.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.saccade.Pictures;
import io.saccade.attention.AttentionParameters;
import io.saccade.broker.BrokerResource;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A model put in force over HTTP, where a token is set. */
@QuarkusTest
@QuarkusTestResource(BrokerResource.class)
@TestProfile(ModelSwapTest.WithToken.class)
class ModelSwapTest {

    private static final String TOKEN = "a-token-for-this-test";

    /** Another configuration than that of the other tests. */
    public static class WithToken implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("saccade.admin.token", TOKEN);
        }
    }

    @TestHTTPResource(management = true)
    String management;

    @Test
    void onlyTheTokenOpens() {
        for (String authorization :
                new String[] {"Bearer wrong", "Bearer", "Basic " + TOKEN, TOKEN, "Bearer " + TOKEN + "x"}) {
            given().header("Authorization", authorization)
                    .body(parameters(1))
                    .put("/api/model")
                    .then()
                    .statusCode(401)
                    .header("WWW-Authenticate", "Bearer realm=\"saccade\"")
                    .body(not(containsString(TOKEN)));
        }
        given().body(parameters(1)).put("/api/model").then().statusCode(401);
    }

    @Test
    void aNewModelScoresFromNowOnAndIsToldEverywhere() throws Exception {
        String digest = AttentionParameters.parse(parameters(2)).digest();
        String before = given().get("/api/model").path("digest");

        given().header("Authorization", "Bearer " + TOKEN)
                .body(parameters(2))
                .put("/api/model")
                .then()
                .statusCode(200)
                .body("digest", equalTo(digest));

        given().get("/api/model").then().body("digest", equalTo(digest));
        given().contentType("image/jpeg")
                .body(Pictures.jpeg(64, 48))
                .post("/api/score")
                .then()
                .statusCode(200)
                .body("model", equalTo(digest));
        given().get(management + "health/started").then().body(containsString(digest.substring(0, 12)));
        assertThat(given().get(management + "metrics").asString())
                .contains("saccade_model_swaps_total{result=\"done\"}")
                .contains("model=\"" + digest.substring(0, 12))
                .doesNotContain("model=\"" + before.substring(0, 12));
    }

    @Test
    void aBrokenModelIsRefusedWithItsReasonAndChangesNothing() {
        String before = given().get("/api/model").path("digest");

        given().header("Authorization", "Bearer " + TOKEN)
                .body(new byte[] {1, 2, 3})
                .put("/api/model")
                .then()
                .statusCode(422)
                .body("reason", equalTo("model-refused"))
                .body("detail", containsString("the file is not a parameter file"));

        given().get("/api/model").then().body("digest", equalTo(before));
    }

    private static byte[] parameters(int seed) {
        float[] keys = new float[27];
        float[] values = new float[9];
        keys[seed] = 50;
        values[seed] = 1;
        return new AttentionParameters(3, 1, keys, values, Map.of()).toBytes();
    }
}
