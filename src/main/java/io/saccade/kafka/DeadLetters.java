package io.saccade.kafka;

import io.saccade.frame.Digests;
import io.saccade.frame.Rejection;
import java.time.Clock;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Writes a rejected record to {@code frames-dead-letter} as it came, with the reason beside it.
 *
 * <p>An incoming header that begins with {@code saccade-} comes out with {@code incoming-} before it, so that it can't
 * be taken for ours; so does one that begins with {@code incoming-saccade-}, so that the way back is sure. A dead
 * letter never fails for its size: the value goes first, then the headers, then the key, each leaving its length (and
 * the value its SHA-256) behind.
 */
final class DeadLetters {

    private final Topics topics;
    private final Clock clock;

    DeadLetters(Topics topics, Clock clock) {
        this.topics = topics;
        this.clock = clock;
    }

    /** The dead letter of a record. */
    ProducerRecord<byte[], byte[]> of(ConsumerRecord<byte[], byte[]> record, Rejection rejection) {
        int limit = topics.maxRecordBytes(topics.names().deadLetters());
        return Arrays.stream(Keep.values())
                .map(keep -> letter(record, rejection, keep))
                .filter(letter -> RecordSizes.upperBound(letter) <= limit)
                .findFirst()
                .orElseGet(() -> letter(record, rejection, Keep.NOTHING));
    }

    /** What of the record is kept, from all to nothing. */
    private enum Keep {
        ALL,
        KEY_AND_HEADERS,
        KEY,
        NOTHING
    }

    private ProducerRecord<byte[], byte[]> letter(
            ConsumerRecord<byte[], byte[]> record, Rejection rejection, Keep keep) {
        RecordHeaders headers = new RecordHeaders();
        if (keep.compareTo(Keep.KEY_AND_HEADERS) <= 0) {
            for (Header header : record.headers()) {
                headers.add(
                        Headers.isAmbiguous(header.key()) ? Headers.INCOMING + header.key() : header.key(),
                        header.value());
            }
        }
        OutcomeRecords.add(headers, Headers.REASON, rejection.reason().wireName());
        OutcomeRecords.add(headers, Headers.DETAIL, rejection.detail());
        OutcomeRecords.add(headers, Headers.SOURCE_TOPIC, record.topic());
        OutcomeRecords.add(headers, Headers.SOURCE_PARTITION, String.valueOf(record.partition()));
        OutcomeRecords.add(headers, Headers.SOURCE_OFFSET, String.valueOf(record.offset()));
        OutcomeRecords.add(headers, Headers.REJECTED_AT, clock.instant().toString());
        byte[] value = record.value();
        if (keep != Keep.ALL && value != null) {
            OutcomeRecords.add(headers, Headers.VALUE_LENGTH, String.valueOf(value.length));
            OutcomeRecords.add(headers, Headers.VALUE_SHA256, Digests.sha256(value));
        }
        if (keep.compareTo(Keep.KEY) >= 0) {
            OutcomeRecords.add(
                    headers,
                    Headers.HEADERS_DROPPED,
                    String.valueOf(record.headers().toArray().length));
        }
        boolean keepKey = keep != Keep.NOTHING || record.key() == null;
        if (!keepKey) {
            OutcomeRecords.add(headers, Headers.KEY_LENGTH, String.valueOf(record.key().length));
        }
        return new ProducerRecord<>(
                topics.names().deadLetters(),
                OutcomeRecords.samePartition(topics, topics.names().deadLetters(), record),
                null,
                keepKey ? record.key() : null,
                keep == Keep.ALL ? value : null,
                headers);
    }
}
