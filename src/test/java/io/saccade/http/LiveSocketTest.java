package io.saccade.http;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.hasItem;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.saccade.Pictures;
import io.saccade.broker.BrokerResource;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page's WebSocket and the pictures beside it, in the whole service. */
@QuarkusTest
@QuarkusTestResource(BrokerResource.class)
class LiveSocketTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] FRAME = Pictures.encode(Pictures.noise(400, 300, 1), "jpeg", false);

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @TestHTTPResource("/api/live")
    URI live;

    private final List<Page> pages = new ArrayList<>();
    private KafkaProducer<byte[], byte[]> producer;

    @BeforeEach
    void open() {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new ByteArraySerializer(), new ByteArraySerializer());
    }

    @AfterEach
    void close() {
        pages.forEach(Page::leave);
        producer.close();
    }

    @Test
    void aPageGetsStatesAndThePicturesThatItWatches() throws Exception {
        send("gate");
        send("yard");
        Page page = page(true);
        await().atMost(PATIENCE).until(() -> page.cameras().containsAll(List.of("gate", "yard")));
        assertThat(page.pictures).as("it has not said what it sees").isEmpty();

        page.say("{\"type\":\"watch\",\"cameras\":[\"gate\"],\"channel\":0}");
        await().atMost(PATIENCE).until(() -> !page.pictures.isEmpty());

        Picture picture = page.pictures.get(0);
        assertThat(picture.header.path("camera").asText()).isEqualTo("gate");
        assertThat(picture.file).isEqualTo(FRAME);
        assertThat(picture.header.path("mapWidth").asInt()).isEqualTo(320);
        assertThat(picture.map).hasSize(320 * 240);
        assertThat(picture.header.path("max").asDouble())
                .isGreaterThan(picture.header.path("min").asDouble());
        JsonNode state = page.states.get(page.states.size() - 1);
        assertThat(state.path("models").get(0).path("provider").asText()).isEqualTo("cpu");
        assertThat(page.pictures)
                .allSatisfy(
                        seen -> assertThat(seen.header.path("camera").asText()).isEqualTo("gate"));

        given().get("/api/cameras").then().statusCode(200).body("camera", hasItem("gate"));
        byte[] frame = given().get("/api/cameras/frame?camera=gate")
                .then()
                .statusCode(200)
                .contentType("image/jpeg")
                .extract()
                .asByteArray();
        assertThat(frame).isEqualTo(FRAME);
        byte[] heat = given().get("/api/cameras/heat-map?camera=gate")
                .then()
                .statusCode(200)
                .contentType("image/png")
                .extract()
                .asByteArray();
        assertThat(ImageIO.read(new ByteArrayInputStream(heat)).getWidth()).isEqualTo(400);
        given().get("/api/cameras/heat-map?camera=gate&channel=1").then().statusCode(400);
        given().get("/api/cameras/frame?camera=nobody").then().statusCode(404);
    }

    @Test
    void aPageThatAcknowledgesNothingGetsNoMoreThanTheWindowAndSlowsNobody() throws Exception {
        List<String> cameras = List.of("a", "b", "c", "d", "e", "f");
        cameras.forEach(this::send);
        Page silent = page(false);
        Page lively = page(true);
        String watch = "{\"type\":\"watch\",\"cameras\":" + JSON.writeValueAsString(cameras) + ",\"channel\":0}";
        silent.say(watch);
        lively.say(watch);

        await().atMost(PATIENCE).until(() -> lively.pictures.size() >= 6);
        for (int round = 0; round < 5; round++) {
            int before = lively.pictures.size();
            cameras.forEach(this::send);
            await().atMost(PATIENCE).until(() -> lively.pictures.size() >= before + 4);
        }

        assertThat(silent.states).hasSize(1);
        assertThat(silent.pictures).hasSizeLessThanOrEqualTo(Viewer.WINDOW);
        assertThat(silent.pictures.stream()
                        .map(seen -> seen.header.path("camera").asText()))
                .doesNotHaveDuplicates();
    }

    @Test
    void aPageThatDoesNotReadItsSocketHoldsNoMoreThanTheWindow() throws Exception {
        send("gate");
        Page lively = page(true);
        lively.say("{\"type\":\"watch\",\"cameras\":[\"gate\"],\"channel\":0}");
        try (Socket stuck = handshake()) {
            stuck.getOutputStream().write(masked("{\"type\":\"watch\",\"cameras\":[\"gate\"],\"channel\":0}"));
            stuck.getOutputStream().flush();
            await().atMost(PATIENCE).until(() -> !lively.pictures.isEmpty());
            for (int round = 0; round < 5; round++) {
                int before = lively.pictures.size();
                send("gate");
                await().atMost(PATIENCE).until(() -> lively.pictures.size() > before);
            }

            assertThat(drained(stuck))
                    .as("a state and one picture of the one camera")
                    .isLessThan(FRAME.length * 2 + 320 * 240 + 4_000);
        }
    }

    @Test
    void whatBreaksTheProtocolIsClosedWithAReason() {
        assertThat(closedAfter("no JSON")).isEqualTo("1008 not JSON");
        assertThat(closedAfter("{\"type\":\"dance\"}")).isEqualTo("1008 type is 'dance', expected watch or ack");
        assertThat(closedAfter("{\"type\":\"ack\",\"seq\":77}"))
                .isEqualTo("1008 seq is none that waits to be acknowledged");
        assertThat(closedAfter("{\"type\":\"watch\",\"cameras\":[1],\"channel\":0}"))
                .isEqualTo("1008 a camera is no text");
        assertThat(closedAfter("{\"type\":\"watch\",\"cameras\":[],\"channel\":-1}"))
                .isEqualTo("1008 channel is no number from 0 on");
        String many = "\"a\",".repeat(Viewer.MOST_CAMERAS) + "\"a\"";
        assertThat(closedAfter("{\"type\":\"watch\",\"cameras\":[" + many + "],\"channel\":0}"))
                .isEqualTo("1008 cameras is no list of at most 64 ids");
    }

    @Test
    void soManyPagesMayBeOpenAndNotOneMore() {
        for (int i = 0; i < LiveSocket.MOST; i++) {
            page(true);
        }
        await().atMost(PATIENCE).until(() -> pages.stream().noneMatch(page -> page.states.isEmpty()));

        Page further = page(true);

        await().atMost(PATIENCE).until(further.closed::isDone);
        assertThat(further.closed.join()).isEqualTo("1013 32 pages are open already");
    }

    @Test
    void aDeadLetterComesWithItsReasonAndAThumbnailDrawnAnew() {
        producer.send(new ProducerRecord<>("frames", null, "odd".getBytes(UTF_8), FRAME, List.of(png())));
        Page page = page(true);

        await().atMost(PATIENCE).until(() -> page.letter("odd") != null);

        JsonNode letter = page.letter("odd");
        assertThat(letter.path("reason").asText()).isEqualTo("content-type-mismatch");
        assertThat(letter.path("thumbnail").asBoolean()).isTrue();
        byte[] thumbnail = given().queryParam(
                        "position", letter.path("position").asText())
                .get("/api/cameras/dead-letter")
                .then()
                .statusCode(200)
                .contentType("image/jpeg")
                .extract()
                .asByteArray();
        assertThat(thumbnail).hasSizeLessThan(20_000);
        given().get("/api/cameras/dead-letter?position=frames-dead-letter/0/99999")
                .then()
                .statusCode(404);
    }

    private static org.apache.kafka.common.header.Header png() {
        return new org.apache.kafka.common.header.internals.RecordHeader("content-type", "image/png".getBytes(UTF_8));
    }

    private void send(String camera) {
        producer.send(new ProducerRecord<>("frames", camera.getBytes(UTF_8), FRAME));
        producer.flush();
    }

    private String closedAfter(String message) {
        Page page = page(true);
        page.say(message);
        await().atMost(PATIENCE).until(page.closed::isDone);
        return page.closed.join();
    }

    private Page page(boolean acknowledges) {
        Page page = new Page(acknowledges);
        page.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(live.toString().replaceFirst("^http", "ws")), page)
                .join();
        pages.add(page);
        return page;
    }

    private Socket handshake() throws Exception {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.connect(new java.net.InetSocketAddress(live.getHost(), live.getPort()));
        socket.getOutputStream()
                .write(("GET /api/live HTTP/1.1\r\nHost: " + live.getHost() + ":" + live.getPort()
                                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n")
                        .getBytes(UTF_8));
        return socket;
    }

    /** A text frame of a client (RFC 6455, 5.2), with a mask of zeros. */
    private static byte[] masked(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        assertThat(bytes.length).isLessThan(126);
        return ByteBuffer.allocate(6 + bytes.length)
                .put((byte) 0x81)
                .put((byte) (0x80 | bytes.length))
                .putInt(0)
                .put(bytes)
                .array();
    }

    private static int drained(Socket socket) throws Exception {
        socket.setSoTimeout(2_000);
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[1 << 16];
        int all = 0;
        try {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                all += read;
            }
        } catch (java.net.SocketTimeoutException nothingMore) {
            return all;
        }
        return all;
    }

    /** A picture message, taken apart. */
    private record Picture(JsonNode header, byte[] file, byte[] map) {

        static Picture of(byte[] message) throws java.io.IOException {
            ByteBuffer buffer = ByteBuffer.wrap(message);
            byte[] header = new byte[buffer.getInt()];
            buffer.get(header);
            JsonNode json = JSON.readTree(header);
            byte[] file = new byte[json.path("pictureBytes").asInt()];
            buffer.get(file);
            byte[] map = new byte[buffer.remaining()];
            buffer.get(map);
            return new Picture(json, file, map);
        }
    }

    /** A client of the protocol. */
    private static final class Page implements WebSocket.Listener {

        private final boolean acknowledges;
        private final List<JsonNode> states = new CopyOnWriteArrayList<>();
        private final List<Picture> pictures = new CopyOnWriteArrayList<>();
        private final CompletableFuture<String> closed = new CompletableFuture<>();
        private final StringBuilder text = new StringBuilder();
        private final ByteArrayOutputStream binary = new ByteArrayOutputStream();
        private volatile WebSocket socket;

        Page(boolean acknowledges) {
            this.acknowledges = acknowledges;
        }

        void say(String message) {
            say(socket, message);
        }

        /** One after the other, as Java's client wants it. */
        private synchronized void say(WebSocket to, String message) {
            to.sendText(message, true).join();
        }

        void leave() {
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "")
                    .orTimeout(5, TimeUnit.SECONDS)
                    .exceptionally(gone -> null)
                    .join();
        }

        List<String> cameras() {
            return states.isEmpty()
                    ? List.of()
                    : states.get(states.size() - 1).findValuesAsText("camera").stream()
                            .distinct()
                            .toList();
        }

        JsonNode letter(String camera) {
            for (JsonNode state : states) {
                for (JsonNode letter : state.path("letters")) {
                    if (letter.path("camera").asText().equals(camera)) {
                        return letter;
                    }
                }
            }
            return null;
        }

        private void acknowledge(WebSocket to, long sequence) {
            if (acknowledges) {
                say(to, "{\"type\":\"ack\",\"seq\":" + sequence + "}");
            }
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                try {
                    JsonNode state = JSON.readTree(text.toString());
                    text.setLength(0);
                    states.add(state);
                    acknowledge(from, state.path("seq").asLong());
                } catch (java.io.IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
            byte[] part = new byte[data.remaining()];
            data.get(part);
            binary.writeBytes(part);
            if (last) {
                try {
                    Picture picture = Picture.of(binary.toByteArray());
                    binary.reset();
                    pictures.add(picture);
                    acknowledge(from, picture.header.path("seq").asLong());
                } catch (java.io.IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            closed.complete(code + " " + reason);
            return null;
        }
    }
}
