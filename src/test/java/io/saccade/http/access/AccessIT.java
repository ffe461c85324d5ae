package io.saccade.http.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.saccade.broker.EmbeddedKafka;
import io.saccade.process.Child;
import io.saccade.process.Ports;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The packaged service as it is started for others than those on its machine. */
class AccessIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String PASSWORD = "sesame-opens-the-gate";
    private static final String BASIC =
            "Basic " + Base64.getEncoder().encodeToString(("admin:" + PASSWORD).getBytes(UTF_8));

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "QUARKUS_HTTP_HOST=0.0.0.0 | quarkus.http.host is 0.0.0.0 and saccade.access is local",
                "SACCADE_ACCESS=basic | saccade.access is basic and there are no users: set saccade.access.password",
                "SACCADE_ACCESS=basic SACCADE_ACCESS_PASSWORD= | there are no users: set saccade.access.password",
                "SACCADE_ACCESS=basic SACCADE_ACCESS_USERS_FILE=nowhere | saccade.access.users-file: can't read nowhere",
                "SACCADE_ACCESS=oidc | saccade.access is oidc and quarkus.oidc.auth-server-url is not set",
                "SACCADE_ACCESS=nobody | Cannot convert nobody to enum class io.saccade.config.AccessMode",
            })
    void whatWouldLetInTheWrongPeopleStopsTheStartWithOneLine(String settings, String message) throws Exception {
        Map<String, String> environment = new HashMap<>();
        for (String setting : settings.split(" ")) {
            environment.put(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
        }

        assertThat(refusal(environment)).contains(message);
    }

    @ParameterizedTest
    @CsvSource({"QUARKUS_HTTP_PORT,quarkus.http.port", "QUARKUS_MANAGEMENT_PORT,quarkus.management.port"})
    void aPortThatIsTakenStopsTheStartWithItsSetting(String variable, String key) throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start();
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(taken.getLocalPort());

            assertThat(refusal(Map.of("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(), variable, port)))
                    .contains("can't listen on 127.0.0.1:" + port + ", which is taken: set " + key);
        }
    }

    @Test
    void whoDoesNotServeOpensTheManagementPortAlone() throws Exception {
        int http = Ports.free();
        int management = Ports.free();
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            Child service = service(Map.of(
                    "KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
                    "SACCADE_ROLES", "score",
                    "QUARKUS_HTTP_HOST", "0.0.0.0",
                    "QUARKUS_HTTP_PORT", String.valueOf(http),
                    "QUARKUS_MANAGEMENT_PORT", String.valueOf(management)));
            try {
                awaitReady(service, management);

                assertThatThrownBy(() -> new Socket("127.0.0.1", http)).isInstanceOf(ConnectException.class);
            } finally {
                service.kill();
            }
        }
    }

    @Test
    void onePasswordAndACertificateOpenItToTheNetwork() throws Exception {
        int http = Ports.free();
        int https = Ports.free();
        int management = Ports.free();
        Path certificate = certificate();
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            Child service = service(Map.of(
                    "KAFKA_BOOTSTRAP_SERVERS",
                    kafka.bootstrapServers(),
                    "QUARKUS_HTTP_HOST",
                    "0.0.0.0",
                    "QUARKUS_HTTP_PORT",
                    String.valueOf(http),
                    "QUARKUS_HTTP_SSL_PORT",
                    String.valueOf(https),
                    "QUARKUS_MANAGEMENT_PORT",
                    String.valueOf(management),
                    "QUARKUS_HTTP_TLS_CONFIGURATION_NAME",
                    "web",
                    "QUARKUS_TLS_WEB_KEY_STORE_P12_PATH",
                    certificate.toString(),
                    "QUARKUS_TLS_WEB_KEY_STORE_P12_PASSWORD",
                    "certificate",
                    "SACCADE_ACCESS",
                    "basic",
                    "SACCADE_ACCESS_PASSWORD",
                    PASSWORD));
            try {
                awaitReady(service, management);
                HttpClient client = HttpClient.newBuilder()
                        .sslContext(trusting(certificate))
                        .build();
                HttpRequest.Builder model =
                        HttpRequest.newBuilder(URI.create("https://localhost:" + https + "/api/model"));

                assertThat(status(client, model)).isEqualTo(401);
                assertThat(status(client, model.header("Authorization", BASIC))).isEqualTo(200);
                errorsTellNothing(http);
            } finally {
                service.terminate(Duration.ofSeconds(20));
            }
        }
        String log = Files.readString(folder.resolve("service.log"));
        assertThat(log.lines().filter(line -> line.contains("WARN")))
                .singleElement()
                .asString()
                .contains("access: passwords and tokens go over 0.0.0.0 in clear text unless");
        assertThat(log).doesNotContain(PASSWORD, BASIC, "Exception");
    }

    /** What is wrong with a request is said without how we are made. */
    private static void errorsTellNothing(int port) throws IOException {
        for (String request : List.of(
                "GET /nothing HTTP/1.1\r\n",
                "DELETE /api/score HTTP/1.1\r\n",
                "POST /api/model HTTP/1.1\r\nContent-Length: 0\r\n",
                "GET /api/%zz HTTP/1.1\r\n",
                "GET /api/cameras/heat-map?channel=x HTTP/1.1\r\n",
                "GET /api/cameras/frame?camera=%00 HTTP/1.1\r\n",
                "GET /api/gan/samples?count=-1 HTTP/1.1\r\n",
                "POST /api/score HTTP/1.1\r\nContent-Length: x\r\n",
                "POST /api/score HTTP/1.1\r\nContent-Length: 0\r\nContent-Type: nonsense\r\n",
                "POST /api/score HTTP/1.1\r\nContent-Length: 0\r\nAccept: ;;;\r\n",
                "POST /api/score HTTP/1.1\r\nContent-Length: 2\r\nContent-Type: multipart/form-data\r\n",
                "POST /api/score HTTP/1.1\r\nContent-Length: 2\r\nContent-Type: image/jpeg\r\n",
                "NONSENSE / HTTP/1.1\r\n",
                "nonsense\r\n")) {
            String answer = answer(
                    port, request + "Host: localhost\r\nAuthorization: " + BASIC + "\r\nConnection: close\r\n\r\nxx");
            assertThat(answer).as(request).startsWith("HTTP/1.").containsPattern("^HTTP/1.. 4");
            assertThat(answer)
                    .as(request)
                    .doesNotContain("Exception", "io.saccade", "io.quarkus", "\tat ", "Server:", "server:", PASSWORD);
        }
    }

    private static String answer(int port, String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    private static int status(HttpClient client, HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private Child service(Map<String, String> environment) {
        return Child.java(
                List.of("-Xmx384m", "-XX:+UseSerialGC", "-jar", System.getProperty("saccade.jar"), "serve"),
                environment,
                folder.resolve("service.log"));
    }

    private static void awaitReady(Child service, int management) {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest.Builder ready =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + management + "/q/health/ready"));
        await().atMost(PATIENCE).ignoreExceptionsInstanceOf(IOException.class).until(() -> {
            assertThat(service.alive()).isTrue();
            return status(client, ready) == 200;
        });
    }

    /** A certificate of localhost with its key, by the JDK's keytool. */
    private Path certificate() throws Exception {
        Path file = folder.resolve("certificate.p12");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of("-genkeypair", "-alias", "saccade", "-keyalg", "EC", "-storetype", "PKCS12"));
        command.addAll(List.of("-dname", "CN=localhost", "-ext", "san=dns:localhost", "-storepass", "certificate"));
        command.addAll(List.of("-keystore", file.toString()));
        assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
        return file;
    }

    private static SSLContext trusting(Path certificate) throws Exception {
        KeyStore mine = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(certificate)) {
            mine.load(file, "certificate".toCharArray());
        }
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("saccade", mine.getCertificate("saccade"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    /** The one line that a start ends with. */
    private static String refusal(Map<String, String> environment) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        System.getProperty("saccade.jar"))
                .redirectErrorStream(true);
        builder.environment().put("QUARKUS_HTTP_PORT", "0");
        builder.environment().put("QUARKUS_MANAGEMENT_PORT", "0");
        builder.environment().put("QUARKUS_LOG_LEVEL", "WARN");
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isEqualTo(1);
        assertThat(output.lines().toList()).singleElement().asString().startsWith("saccade: can't start: ");
        return output;
    }
}
