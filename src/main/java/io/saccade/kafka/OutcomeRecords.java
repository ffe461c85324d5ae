package io.saccade.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.saccade.encode.Supersession;
import io.saccade.frame.Frame;
import io.saccade.frame.ModelIdentity;
import io.saccade.frame.Reason;
import io.saccade.frame.Rejection;
import io.saccade.scoring.Outcome;
import io.saccade.scoring.Outcome.Rejected;
import io.saccade.scoring.Outcome.Scored;
import io.saccade.scoring.Outcome.Superseded;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Writes an outcome as records of the wire contract: map, summary and preview, or a dead letter. */
final class OutcomeRecords {

    /** A {@code traceparent} with its name and lengths: what tracing may add to a record's headers. */
    private static final int TRACE_CONTEXT_BYTES = 72;

    private final Topics topics;
    private final DeadLetters deadLetters;

    OutcomeRecords(Topics topics, DeadLetters deadLetters) {
        this.topics = topics;
        this.deadLetters = deadLetters;
    }

    /** An outcome that fits its topics: a map larger than its topic takes becomes a rejection. */
    Outcome fit(ConsumerRecord<byte[], byte[]> record, Outcome outcome) {
        return outcome.fold(scored -> fit(record, scored), rejected -> rejected, superseded -> superseded);
    }

    private Outcome fit(ConsumerRecord<byte[], byte[]> record, Scored scored) {
        int size = RecordSizes.upperBound(scoreMap(record, scored)) + TRACE_CONTEXT_BYTES;
        int limit = topics.maxRecordBytes(topics.names().scoreMaps());
        if (size <= limit) {
            return scored;
        }
        String detail = "the score map of " + scored.summary().width() + " × "
                + scored.summary().height() + " takes " + size + " bytes, topic "
                + topics.names().scoreMaps() + " takes " + limit
                + "; raise its max.message.bytes, or set saccade.score-map.pool or saccade.score-map.encoding=u8";
        return new Rejected(scored.frame(), new Rejection(Reason.SCORE_MAP_TOO_LARGE, detail));
    }

    /** The records of an outcome, in the order in which they are sent. */
    List<ProducerRecord<byte[], byte[]>> of(ConsumerRecord<byte[], byte[]> record, Outcome outcome) {
        return outcome.fold(
                scored -> scored(record, scored),
                rejected -> List.of(deadLetters.of(record, rejected.rejection())),
                superseded -> List.of(superseded(record, superseded)));
    }

    private ProducerRecord<byte[], byte[]> superseded(ConsumerRecord<byte[], byte[]> record, Superseded superseded) {
        Frame frame = superseded.frame();
        byte[] entry = new Supersession(frame, superseded.freshness().toString()).toJson();
        RecordHeaders headers = new RecordHeaders();
        event(record, headers, frame, frame.id() + "@superseded", "io.saccade.superseded.v1", "application/json");
        return record(record, topics.names().scoreSummaries(), entry, headers);
    }

    private List<ProducerRecord<byte[], byte[]>> scored(ConsumerRecord<byte[], byte[]> record, Scored scored) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        records.add(scoreMap(record, scored));
        records.add(record(
                record,
                topics.names().scoreSummaries(),
                scored.summary().toJson(),
                made(record, scored, "io.saccade.score-summary.v1", "application/json")));
        byte[] preview = scored.preview();
        if (preview != null) {
            records.add(record(
                    record,
                    topics.names().scorePreviews(),
                    preview,
                    made(record, scored, "io.saccade.score-preview.v1", "image/png")));
        }
        return records;
    }

    private ProducerRecord<byte[], byte[]> scoreMap(ConsumerRecord<byte[], byte[]> record, Scored scored) {
        RecordHeaders headers = made(record, scored, "io.saccade.score-map.v1", "application/x-safetensors");
        add(headers, Headers.FRAME_SHA256, scored.sha256());
        return record(record, topics.names().scoreMaps(), scored.scoreMap(), headers);
    }

    /** The id depends on frame and model alone, so that a second run of a frame is recognised as the same event. */
    private static RecordHeaders made(
            ConsumerRecord<byte[], byte[]> record, Scored scored, String type, String contentType) {
        Frame frame = scored.frame();
        ModelIdentity model = scored.summary().model();
        RecordHeaders headers = new RecordHeaders();
        event(record, headers, frame, frame.id() + "@" + model.shortDigest(), type, contentType);
        add(headers, Headers.MODEL, model.digest());
        add(headers, Headers.PROVIDER, model.provider());
        add(headers, Headers.RUNTIME, model.runtime());
        return headers;
    }

    private static void event(
            ConsumerRecord<byte[], byte[]> record,
            RecordHeaders headers,
            Frame frame,
            String id,
            String type,
            String contentType) {
        add(headers, Headers.CONTENT_TYPE, contentType);
        add(headers, Headers.CE_SPEC_VERSION, "1.0");
        add(headers, Headers.CE_ID, id);
        add(headers, Headers.CE_SOURCE, "/cameras/" + frame.camera());
        add(headers, Headers.CE_TYPE, type);
        add(headers, Headers.CE_TIME, frame.capturedAt().toString());
        add(headers, Headers.CE_SEQUENCE, frame.sequence());
        add(headers, Headers.SOURCE_TOPIC, frame.source().topic());
        add(headers, Headers.SOURCE_PARTITION, String.valueOf(frame.source().partition()));
        add(headers, Headers.SOURCE_OFFSET, String.valueOf(frame.source().offset()));
        Headers.copyTraceContext(record, headers);
    }

    private ProducerRecord<byte[], byte[]> record(
            ConsumerRecord<byte[], byte[]> source, String topic, byte[] value, RecordHeaders headers) {
        return new ProducerRecord<>(topic, samePartition(topics, topic, source), null, source.key(), value, headers);
    }

    /** The frame's own partition where the topic has it; else the producer chooses by key. */
    static @Nullable Integer samePartition(Topics topics, String topic, ConsumerRecord<byte[], byte[]> source) {
        return source.partition() < topics.partitions(topic) ? source.partition() : null;
    }

    static void add(RecordHeaders headers, String name, @Nullable String value) {
        if (value != null) {
            headers.add(name, value.getBytes(UTF_8));
        }
    }
}
