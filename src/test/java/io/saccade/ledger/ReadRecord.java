package io.saccade.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * What a reader knows of an output record.
 *
 * @param at where it lies in its own topic
 * @param source the input offset that it says it came of; −1/−1 if it doesn't say
 * @param camera its key
 * @param outcome {@link FrameMix#SCORED}, or the reason on a dead letter
 * @param sha256 of the frame, as the record says; empty if it doesn't
 */
record ReadRecord(Position at, Position source, String camera, String outcome, String sha256) {

    /** Reads the headers of a record on any of the output topics. */
    static ReadRecord of(ConsumerRecord<byte[], byte[]> record) {
        String reason = header(record, "saccade-reason", FrameMix.SCORED);
        return new ReadRecord(
                new Position(record.partition(), record.offset()),
                new Position(
                        Integer.parseInt(header(record, "saccade-source-partition", "-1")),
                        Long.parseLong(header(record, "saccade-source-offset", "-1"))),
                record.key() == null ? "" : new String(record.key(), UTF_8),
                reason,
                header(record, "saccade-frame-sha256", ""));
    }

    ReadRecord withOutcome(String other) {
        return new ReadRecord(at, source, camera, other, sha256);
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name, String otherwise) {
        Header header = record.headers().lastHeader(name);
        return header == null ? otherwise : new String(header.value(), UTF_8);
    }
}
