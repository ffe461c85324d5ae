package io.saccade.kafka.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.saccade.frame.Frame;
import io.saccade.frame.Source;
import io.saccade.kafka.FrameReader;
import io.saccade.kafka.GanTopics;
import io.saccade.kafka.Headers;
import io.saccade.kafka.TopicNames;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Reads what the service wrote on its topics and puts it on the wall. A record that can't be read is passed over. */
final class RecordIntake {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_SAMPLE_BYTES = 4 << 20;

    private final TopicNames topics;
    private final GanTopics gan;
    private final String trainer;
    private final FramePictures pictures;
    private final MapPositions positions;
    private final Wall wall;

    RecordIntake(
            TopicNames topics,
            GanTopics gan,
            String trainer,
            FramePictures pictures,
            MapPositions positions,
            Wall wall) {
        this.topics = topics;
        this.gan = gan;
        this.trainer = trainer;
        this.pictures = pictures;
        this.positions = positions;
        this.wall = wall;
    }

    void take(ConsumerRecord<byte[], byte[]> record) {
        String topic = record.topic();
        if (topic.equals(topics.deadLetters())) {
            wall.rejected(letter(record));
        } else if (record.value() == null) {
            return;
        } else if (topic.equals(topics.scoreSummaries())) {
            json(record).ifPresent(json -> summary(record, json));
        } else if (topic.equals(gan.novelty())) {
            json(record).filter(json -> json.has("novelty")).ifPresent(this::novelty);
        } else if (topic.equals(gan.metrics())) {
            json(record)
                    .filter(json -> json.path("trainer").asText().equals(trainer))
                    .ifPresent(json -> wall.learnt(step(json)));
        } else if (topic.equals(gan.samples())
                && record.value().length <= MOST_SAMPLE_BYTES
                && record.key() != null
                && new String(record.key(), UTF_8).equals(trainer)) {
            wall.sampled(new GanSamples(number(Headers.text(record, "saccade-step")), record.value()));
        }
    }

    private void summary(ConsumerRecord<byte[], byte[]> record, JsonNode json) {
        String camera = json.path("camera").asText();
        if (json.has("superseded")) {
            positions.superseded(record.partition());
            wall.superseded(camera);
            return;
        }
        Source source = new Source(
                json.path("sourceTopic").asText(),
                json.path("sourcePartition").asInt(),
                json.path("sourceOffset").asLong());
        positions.scored(record.partition(), record.offset(), source);
        wall.scored(new Summary(
                camera,
                json.path("frameId").asText(),
                json.path("capturedAtMs").asLong(),
                json.path("scoredAtMs").asLong(),
                json.path("width").asInt(),
                json.path("height").asInt(),
                json.path("channels").asInt(),
                json.path("c0_mean").asDouble(),
                json.path("c0_max").asDouble(),
                json.path("totalMs").asDouble(),
                json.path("model").asText(),
                json.path("provider").asText(),
                record.partition(),
                source));
    }

    private void novelty(JsonNode json) {
        wall.novelty(
                json.path("camera").asText(),
                json.path("capturedAtMs").asLong(),
                json.path("novelty").asDouble(),
                json.path("whereX").asDouble(),
                json.path("whereY").asDouble());
    }

    private static GanStep step(JsonNode json) {
        return new GanStep(
                json.path("step").asLong(),
                json.path("samples").asLong(),
                json.path("objective").asText(),
                json.path("checkpoint").asText(),
                finite(json.path("likelihood")),
                finite(json.path("discriminatorReal")),
                finite(json.path("discriminatorFake")));
    }

    private static @Nullable Double finite(JsonNode number) {
        return number.isNumber() ? number.asDouble() : null;
    }

    private RejectedFrame letter(ConsumerRecord<byte[], byte[]> record) {
        Frame frame = FrameReader.read(record);
        String reason = Objects.requireNonNullElse(Headers.text(record, Headers.REASON), "unknown");
        String length = Headers.text(record, Headers.VALUE_LENGTH);
        return new RejectedFrame(
                frame.source().toString(),
                frame.camera(),
                reason,
                Objects.requireNonNullElse(Headers.text(record, Headers.DETAIL), ""),
                rejectedAt(record).toEpochMilli(),
                length == null ? frame.payload().bytes().length : number(length),
                mayBeDrawn(reason) ? pictures.thumbnail(frame.payload()).orElse(null) : null);
    }

    /** What took too long once, or is known to be too large, is not tried again. */
    private static boolean mayBeDrawn(String reason) {
        return !reason.equals("decode-timeout") && !reason.equals("too-many-pixels");
    }

    private static Instant rejectedAt(ConsumerRecord<byte[], byte[]> record) {
        String at = Headers.text(record, Headers.REJECTED_AT);
        try {
            return at == null ? Instant.ofEpochMilli(record.timestamp()) : Instant.parse(at);
        } catch (DateTimeException e) {
            return Instant.ofEpochMilli(record.timestamp());
        }
    }

    private static long number(@Nullable String text) {
        try {
            return text == null ? 0 : Long.parseLong(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static Optional<JsonNode> json(ConsumerRecord<byte[], byte[]> record) {
        try {
            return Optional.of(JSON.readTree(record.value())).filter(JsonNode::isObject);
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }
}
