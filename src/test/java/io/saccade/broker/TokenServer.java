package io.saccade.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;

/**
 * Gives access tokens to who knows the secret of a client (OAuth 2.0, client credentials), and the key to check them with. A token's
 * subject is the client.
 */
public final class TokenServer implements AutoCloseable {

    /** Whom the tokens are meant for. */
    public static final String AUDIENCE = "kafka";

    private static final float MINUTES = 10;

    private final Map<String, String> secrets = new ConcurrentHashMap<>();
    private final RsaJsonWebKey key;
    private final HttpServer server;

    /** Starts one on loopback that knows no client. */
    public TokenServer() throws IOException, JoseException {
        key = RsaJwkGenerator.generateJwk(2048);
        key.setKeyId("1");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/keys", exchange -> answer(exchange, 200, new JsonWebKeySet(key).toJson()));
        server.createContext("/token", this::token);
        server.start();
    }

    /** From now on the client has tokens. */
    public void register(String client, String secret) {
        secrets.put(client, secret);
    }

    /** Where tokens are. */
    public String tokens() {
        return address("/token");
    }

    /** Where the key is. */
    public String keys() {
        return address("/keys");
    }

    private String address(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private void token(HttpExchange exchange) throws IOException {
        String form = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        String authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        String[] client = authorization.startsWith("Basic ")
                ? new String(Base64.getDecoder().decode(authorization.substring("Basic ".length())), UTF_8)
                        .split(":", 2)
                : new String[] {"", ""};
        if (!form.contains("grant_type=client_credentials") || !client[1].equals(secrets.get(client[0]))) {
            answer(exchange, 401, "{\"error\":\"invalid_client\"}");
            return;
        }
        answer(
                exchange,
                200,
                JsonUtil.toJson(Map.of("access_token", sign(client[0]), "token_type", "Bearer", "expires_in", 600)));
    }

    private String sign(String subject) {
        JwtClaims claims = new JwtClaims();
        claims.setSubject(subject);
        claims.setAudience(AUDIENCE);
        claims.setIssuedAtToNow();
        claims.setExpirationTimeMinutesInTheFuture(MINUTES);
        claims.setStringClaim("scope", "kafka");
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setKey(key.getPrivateKey());
        signature.setKeyIdHeaderValue(key.getKeyId());
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void answer(HttpExchange exchange, int status, String json) {
        try (exchange) {
            byte[] body = json.getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
