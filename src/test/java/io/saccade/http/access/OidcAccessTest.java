package io.saccade.http.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.oidc.server.OidcWiremockTestResource;
import io.restassured.specification.RequestSpecification;
import io.saccade.attention.AttentionParameters;
import io.saccade.broker.BrokerResource;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.net.URI;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Users whom an OpenID Connect provider knows. */
@QuarkusTest
@QuarkusTestResource(BrokerResource.class)
@QuarkusTestResource(OidcWiremockTestResource.class)
@TestProfile(OidcAccessTest.Oidc.class)
class OidcAccessTest {

    /** The provider of the tests. */
    public static final class Oidc implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "saccade.access",
                    "oidc",
                    "quarkus.oidc.auth-server-url",
                    "${keycloak.url}/realms/quarkus",
                    "quarkus.oidc.client-id",
                    "saccade",
                    "quarkus.oidc.credentials.secret",
                    "a-secret-of-this-test-that-is-long-enough");
        }
    }

    @TestHTTPResource
    URI page;

    @TestHTTPResource(management = true)
    String management;

    @Test
    void aBrowserIsSentToTheProvider() {
        String location = given().redirects()
                .follow(false)
                .get("/")
                .then()
                .statusCode(302)
                .extract()
                .header("Location");

        assertThat(location).contains("/auth/realms/quarkus", "response_type=code", "client_id=saccade");
    }

    @Test
    void whoSaysNothingDoesNotGetIn() {
        for (String path : new String[] {"/api/model", "/api/cameras", "/q/openapi"}) {
            given().redirects().follow(false).get(path).then().statusCode(302);
            given().header("X-Requested-With", "JavaScript").get(path).then().statusCode(499);
        }
        assertThat(Sockets.status(page, Map.of())).isIn(302, 401);
    }

    @Test
    void aUserWithATokenMayLookButNotChangeTheModel() throws Exception {
        String token = token(Set.of("user")).sign();
        for (String path : new String[] {"/", "/api/model", "/api/cameras", "/q/openapi"}) {
            bearer(token).get(path).then().statusCode(200);
        }
        bearer(token)
                .body(parameters())
                .put("/api/model")
                .then()
                .statusCode(403)
                .body(containsString("role admin"));
        assertThat(Sockets.echo(page, "hello", Map.of("Authorization", "Bearer " + token)))
                .isEqualTo("hello");
    }

    @Test
    void anAdministratorMayChangeTheModel() {
        bearer(token(Set.of("admin")).sign())
                .body(parameters())
                .put("/api/model")
                .then()
                .statusCode(200);
    }

    @Test
    void anExpiredTokenAndOneOfAnotherSignerDoNotOpen() throws NoSuchAlgorithmException {
        String expired =
                token(Set.of("admin")).expires(Instant.now().minusSeconds(60)).sign();
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(2048);
        String forged = token(Set.of("admin"))
                .claims
                .jws()
                .keyId("1")
                .sign(rsa.generateKeyPair().getPrivate());

        for (String token : new String[] {expired, forged, "nonsense"}) {
            bearer(token).get("/api/model").then().statusCode(401);
            bearer(token).body(parameters()).put("/api/model").then().statusCode(401);
        }
    }

    @Test
    void healthAndMetricsAskForNoToken() {
        given().get(management + "health/ready").then().statusCode(200);
        given().get(management + "metrics").then().statusCode(200);
    }

    private record Token(JwtClaimsBuilder claims) {

        Token expires(Instant at) {
            return new Token(claims.expiresAt(at));
        }

        /** By the provider's key. */
        String sign() {
            return claims.jws().keyId("1").sign("privateKey.jwk");
        }
    }

    private static Token token(Set<String> roles) {
        return new Token(Jwt.preferredUserName("anna")
                .groups(roles)
                .issuer("https://server.example.com")
                .audience("https://service.example.com")
                .expiresAt(Instant.now().plusSeconds(600)));
    }

    private static RequestSpecification bearer(String token) {
        return given().header("Authorization", "Bearer " + token);
    }

    private static byte[] parameters() {
        float[] keys = new float[27];
        keys[1] = 50;
        float[] values = new float[9];
        values[0] = 1;
        return new AttentionParameters(3, 1, keys, values, Map.of()).toBytes();
    }
}
