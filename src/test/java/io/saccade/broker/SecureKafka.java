package io.saccade.broker;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.security.scram.ScramLoginModule;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;

/**
 * The embedded broker as one that others reach is run: its one listener takes TLS only, users have passwords
 * (SCRAM-SHA-512), and nothing is allowed without a rule.
 */
public final class SecureKafka implements AutoCloseable {

    private static final String ADMIN = "admin";
    private static final int ITERATIONS = 4096;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final EmbeddedKafka kafka;
    private final BrokerCertificate certificate;
    private final Map<String, String> passwords = new ConcurrentHashMap<>();
    private final Admin admin;

    private SecureKafka(EmbeddedKafka kafka, BrokerCertificate certificate, String adminPassword) {
        this.kafka = kafka;
        this.certificate = certificate;
        passwords.put(ADMIN, adminPassword);
        admin = Admin.create(client(ADMIN));
    }

    /** Starts one; its certificate lies in the folder. Settings go before the usual ones. */
    public static SecureKafka start(Path folder, Map<String, String> settings)
            throws IOException, InterruptedException {
        BrokerCertificate certificate = BrokerCertificate.in(folder);
        String password = newPassword();
        Map<String, String> all = new HashMap<>(Map.ofEntries(
                Map.entry("listener.security.protocol.map", EmbeddedKafka.LISTENER + ":SASL_SSL,CONTROLLER:PLAINTEXT"),
                Map.entry("ssl.keystore.type", "PKCS12"),
                Map.entry("ssl.keystore.location", certificate.keyStore().toString()),
                Map.entry("ssl.keystore.password", certificate.password()),
                Map.entry("ssl.truststore.type", "PEM"),
                Map.entry("ssl.truststore.location", certificate.authority().toString()),
                Map.entry("sasl.enabled.mechanisms", "SCRAM-SHA-512"),
                Map.entry("sasl.mechanism.inter.broker.protocol", "SCRAM-SHA-512"),
                Map.entry(listener("scram-sha-512.sasl.jaas.config"), jaas(ADMIN, password)),
                Map.entry("authorizer.class.name", StandardAuthorizer.class.getName()),
                Map.entry("allow.everyone.if.no.acl.found", "false"),
                // The controller's listener is the broker's own and knows no users.
                Map.entry("super.users", "User:" + ADMIN + ";User:ANONYMOUS")));
        all.putAll(settings);
        EmbeddedKafka kafka = EmbeddedKafka.start(
                EmbeddedKafka.freePort(),
                all,
                List.of("SCRAM-SHA-512=[name=" + ADMIN + ",password=" + password + "]"));
        return new SecureKafka(kafka, certificate, password);
    }

    /** The key of a setting of the listener that clients reach. */
    public static String listener(String setting) {
        return "listener.name." + EmbeddedKafka.LISTENER.toLowerCase(Locale.ROOT) + "." + setting;
    }

    /** What clients give as {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    /** The certificate that clients are to trust, PEM. */
    public Path authority() {
        return certificate.authority();
    }

    /** One who may do everything. */
    public Admin admin() {
        return admin;
    }

    /** Makes topics of one partition each. */
    public void create(Collection<String> topics) throws InterruptedException, ExecutionException {
        admin.createTopics(topics.stream()
                        .map(topic -> new NewTopic(topic, 1, (short) 1))
                        .toList())
                .all()
                .get();
    }

    /** Makes a user with a password that nobody has to know. */
    public void addUser(String name) throws InterruptedException, ExecutionException {
        String password = newPassword();
        ScramCredentialInfo kind = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ITERATIONS);
        admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(name, kind, password)))
                .all()
                .get();
        passwords.put(name, password);
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> admin.describeUserScramCredentials().users().get().contains(name));
    }

    /** What of its kind Strimzi puts beside the password of a user. */
    public String jaas(String user) {
        return jaas(user, password(user));
    }

    /** The password of a user. */
    public String password(String user) {
        return passwords.get(user);
    }

    /** Settings of a user's clients. */
    public Map<String, Object> client(String user) {
        return Map.of(
                "bootstrap.servers",
                bootstrapServers(),
                "security.protocol",
                "SASL_SSL",
                "sasl.mechanism",
                "SCRAM-SHA-512",
                "sasl.jaas.config",
                jaas(user),
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.location",
                authority().toString());
    }

    /** Allows what the rules say, and returns once it is in force. */
    public void allow(Collection<AclBinding> rules) throws InterruptedException, ExecutionException {
        admin.createAcls(rules).all().get();
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> admin.describeAcls(AclBindingFilter.ANY)
                        .values()
                        .get()
                        .containsAll(rules));
    }

    /** Takes a rule back, and returns once that is in force. */
    public void revoke(AclBinding rule) throws InterruptedException, ExecutionException {
        admin.deleteAcls(List.of(rule.toFilter())).all().get();
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> !admin.describeAcls(AclBindingFilter.ANY)
                        .values()
                        .get()
                        .contains(rule));
    }

    private static String newPassword() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    private static String jaas(String user, String password) {
        return ScramLoginModule.class.getName() + " required username=\"" + user + "\" password=\"" + password + "\";";
    }

    @Override
    public void close() {
        admin.close();
        kafka.close();
    }
}
