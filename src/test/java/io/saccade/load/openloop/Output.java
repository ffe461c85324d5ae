package io.saccade.load.openloop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * A record on one of the output topics, as far as it matters here.
 *
 * @param source the input offset that it says it came of; −1/−1 if it doesn't say
 * @param sequence the frame's {@code ce_sequence}, −1 without it
 * @param time the frame's {@code ce_time}; empty without it
 * @param camera its key
 * @param model digest of the model that scored; empty if none did
 */
record Output(Kind kind, Position source, long sequence, String time, String camera, String model, ByteBuffer value) {

    /** What came of a frame. */
    enum Kind {
        MAP,
        /** The second record of a frame with a map. */
        SUMMARY,
        SUPERSEDED,
        DEAD_LETTER
    }

    static final String MAPS = "score-maps";
    static final String SUMMARIES = "score-summaries";
    static final String DEAD_LETTERS = "frames-dead-letter";

    private static final String SUPERSEDED_TYPE = "io.saccade.superseded.v1";
    private static final Map<String, Kind> KINDS =
            Map.of(MAPS, Kind.MAP, SUMMARIES, Kind.SUMMARY, DEAD_LETTERS, Kind.DEAD_LETTER);

    /** Reads key and headers; the value is not looked into. */
    static Output of(ConsumerRecord<byte[], ByteBuffer> record) {
        Kind kind = KINDS.get(record.topic());
        return new Output(
                header(record, "ce_type", "").equals(SUPERSEDED_TYPE) ? Kind.SUPERSEDED : kind,
                new Position(
                        Integer.parseInt(header(record, "saccade-source-partition", "-1")),
                        Long.parseLong(header(record, "saccade-source-offset", "-1"))),
                Long.parseLong(header(record, "ce_sequence", "-1")),
                header(record, "ce_time", ""),
                new String(record.key(), UTF_8),
                header(record, "saccade-model", ""),
                record.value());
    }

    /** Whether the frame is done with: a summary comes beside its map and ends nothing. */
    boolean isEnd() {
        return kind != Kind.SUMMARY;
    }

    private static String header(ConsumerRecord<?, ?> record, String name, String otherwise) {
        Header header = record.headers().lastHeader(name);
        return header == null ? otherwise : new String(header.value(), UTF_8);
    }
}
