package io.saccade.http.access;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import io.quarkus.elytron.security.common.BcryptUtil;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import io.saccade.attention.AttentionParameters;
import io.saccade.broker.BrokerResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Users with passwords: ben looks, anna may change the model. */
@QuarkusTest
@QuarkusTestResource(BrokerResource.class)
@TestProfile(BasicAccessTest.Basic.class)
class BasicAccessTest {

    private static final String[] EVERYTHING = {"/", "/api/model", "/api/cameras", "/q/openapi", "/nothing"};

    /** Two users in a file. */
    public static final class Basic implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                Path users = Files.createTempFile("users", "");
                users.toFile().deleteOnExit();
                Files.writeString(
                        users,
                        "anna:" + BcryptUtil.bcryptHash("of the gate", 4) + "\nben:"
                                + BcryptUtil.bcryptHash("of the street", 4) + "\n");
                return Map.of(
                        "saccade.access",
                        "basic",
                        "saccade.access.users-file",
                        users.toString(),
                        "saccade.access.admins",
                        "anna");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @TestHTTPResource
    URI page;

    @TestHTTPResource(management = true)
    String management;

    @Test
    void whoSaysNothingIsAskedForAPassword() {
        for (String path : EVERYTHING) {
            given().get(path)
                    .then()
                    .statusCode(401)
                    .header("WWW-Authenticate", containsString("asic realm=\"saccade\""));
        }
        given().body(new byte[] {1}).post("/api/score").then().statusCode(401);
        given().body(new byte[] {1}).put("/api/model").then().statusCode(401);
        assertThat(Sockets.status(page, Map.of())).isEqualTo(401);
    }

    @Test
    void aUserMayLookButNotChangeTheModel() throws Exception {
        for (String path : EVERYTHING) {
            ben().get(path).then().statusCode(path.equals("/nothing") ? 404 : 200);
        }
        ben().body(parameters()).put("/api/model").then().statusCode(403).body(containsString("needs the role admin"));
        assertThat(Sockets.echo(
                        page,
                        "hello",
                        Map.of(
                                "Authorization",
                                "Basic " + Base64.getEncoder().encodeToString("ben:of the street".getBytes(UTF_8)))))
                .isEqualTo("hello");
    }

    @Test
    void anAdministratorMayChangeTheModel() {
        given().auth()
                .preemptive()
                .basic("anna", "of the gate")
                .body(parameters())
                .put("/api/model")
                .then()
                .statusCode(200);
    }

    @Test
    void aWrongPasswordAnUnknownUserAndATokenDoNotOpen() {
        for (String[] user : new String[][] {{"ben", "of the gate"}, {"carl", "of the street"}, {"", ""}}) {
            given().auth()
                    .preemptive()
                    .basic(user[0], user[1])
                    .get("/api/model")
                    .then()
                    .statusCode(401)
                    .body(not(containsString("of the")));
        }
        given().header("Authorization", "Bearer of the gate")
                .get("/api/model")
                .then()
                .statusCode(401);
    }

    @Test
    void healthAndMetricsAskForNoPassword() {
        given().get(management + "health/ready").then().statusCode(200);
        given().get(management + "metrics").then().statusCode(200);
        given().get(management + "openapi").then().statusCode(404);
    }

    private static RequestSpecification ben() {
        return given().auth().preemptive().basic("ben", "of the street");
    }

    private static byte[] parameters() {
        float[] keys = new float[27];
        keys[1] = 50;
        float[] values = new float[9];
        values[0] = 1;
        return new AttentionParameters(3, 1, keys, values, Map.of()).toBytes();
    }
}
