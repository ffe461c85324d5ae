package io.saccade.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.saccade.Pictures;
import io.saccade.broker.KafkaUsers;
import io.saccade.broker.SecureKafka;
import io.saccade.broker.TokenServer;
import io.saccade.broker.TopicReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallbackHandler;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service with SASL/OAUTHBEARER: tokens from a server that signs them, checked by the broker with that server's key. */
class TokenServiceIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SCORE = "saccade-score";
    private static final String SECRET = "correct-horse-battery-staple";
    private static final String JAAS = OAuthBearerLoginModule.class.getName() + " required;";

    @TempDir
    static Path folder;

    private static TokenServer tokens;
    private static SecureKafka kafka;

    @BeforeAll
    static void start() throws Exception {
        tokens = new TokenServer();
        // The broker and the readers are in this process, and have the property set by hand.
        System.setProperty(TokenEndpoint.ALLOWED, tokens.keys() + "," + tokens.tokens());
        kafka = SecureKafka.start(
                folder,
                Map.of(
                        "sasl.enabled.mechanisms",
                        "SCRAM-SHA-512,OAUTHBEARER",
                        "sasl.oauthbearer.jwks.endpoint.url",
                        tokens.keys(),
                        "sasl.oauthbearer.expected.audience",
                        TokenServer.AUDIENCE,
                        SecureKafka.listener("oauthbearer.sasl.jaas.config"),
                        JAAS,
                        SecureKafka.listener("oauthbearer.sasl.server.callback.handler.class"),
                        OAuthBearerValidatorCallbackHandler.class.getName()));
        kafka.create(Set.of("frames", "score-maps", "score-summaries", "score-previews", "frames-dead-letter"));
        Map<String, List<AclBinding>> users = KafkaUsers.read(KafkaUsers.FILE);
        for (String user : List.of(SCORE, "saccade-reader")) {
            kafka.allow(users.get(user));
        }
    }

    @AfterAll
    static void stop() {
        kafka.close();
        tokens.close();
        System.clearProperty(TokenEndpoint.ALLOWED);
    }

    @Test
    void theServiceWaitsForItsTokenAndScores() throws Exception {
        Map<String, String> environment = new HashMap<>(Map.of("SACCADE_TOPICS_CREATE", "false"));
        client(SCORE, SECRET)
                .forEach((key, value) ->
                        environment.put("KAFKA_" + key.toUpperCase(Locale.ROOT).replace('.', '_'), value.toString()));
        try (ServiceRun service = new ServiceRun(folder, "service", environment)) {
            service.awaitSaid("kafka: not let in: The response code 401 ");
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(service.ready()).startsWith("503 ").contains("not let in: "));
            assertThat(service.said().lines().filter(line -> line.contains("token")))
                    .hasSize(1);

            tokens.register(SCORE, SECRET);
            service.awaitReady();
            try (Producer<byte[], byte[]> producer =
                    new KafkaProducer<>(kafka.client("admin"), new ByteArraySerializer(), new ByteArraySerializer())) {
                producer.send(new ProducerRecord<>("frames", Pictures.jpeg(40, 30)))
                        .get();
            }

            assertThat(readMap()).hasSize(1);
            assertThat(service.said() + service.told()).doesNotContain(SECRET);
        }
    }

    @Test
    void whoHasNoTokenIsRefused() {
        Throwable refused = catchThrowable(
                () -> TopicReader.of(client("nobody", "nothing"), "score-maps").close());

        assertThat(refused).rootCause().hasMessageContaining("401");
    }

    private static List<?> readMap() {
        tokens.register("saccade-reader", SECRET);
        try (TopicReader reader = TopicReader.of(client("saccade-reader", SECRET), "score-maps")) {
            return reader.read(1, PATIENCE);
        }
    }

    private static Map<String, Object> client(String id, String secret) {
        Map<String, Object> client = new HashMap<>(kafka.client("admin"));
        client.put("sasl.mechanism", "OAUTHBEARER");
        client.put("sasl.jaas.config", JAAS);
        client.put("sasl.login.callback.handler.class", OAuthBearerLoginCallbackHandler.class.getName());
        client.put("sasl.oauthbearer.token.endpoint.url", tokens.tokens());
        client.put("sasl.oauthbearer.client.credentials.client.id", id);
        client.put("sasl.oauthbearer.client.credentials.client.secret", secret);
        return client;
    }
}
