package io.saccade.kafka.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.saccade.frame.Frame;
import io.saccade.frame.Source;
import io.saccade.kafka.Headers;
import io.saccade.kafka.SourceHeaders;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** A record of {@code frames-dead-letter}, read: the inverse of {@link DeadLetters}. */
record DeadLetter(ConsumerRecord<byte[], byte[]> record) {

    /** Where a frame that was sent back came from; one for each time, so that a frame tells how often it was. */
    static final String REDRIVEN_FROM = Headers.OURS + "redriven-from";

    /** Its own position, as {@code frames-dead-letter/0/17}. */
    String position() {
        return new Source(record.topic(), record.partition(), record.offset()).toString();
    }

    /** Why the frame was rejected, or {@code unknown} if the record is none of ours. */
    String reason() {
        return Objects.requireNonNullElse(Headers.text(record, Headers.REASON), "unknown");
    }

    /** What was wrong, one line. */
    String detail() {
        return Objects.requireNonNullElse(Headers.text(record, Headers.DETAIL), "");
    }

    String camera() {
        return record.key() == null ? Frame.UNKNOWN_CAMERA : new String(record.key(), UTF_8);
    }

    /** Where the frame was read, or null if the record does not say it. */
    @Nullable
    Source source() {
        return SourceHeaders.of(record);
    }

    /** Whether all of the frame is here: nothing was left out for its size. */
    boolean isComplete() {
        return Headers.text(record, Headers.VALUE_LENGTH) == null
                && Headers.text(record, Headers.HEADERS_DROPPED) == null
                && Headers.text(record, Headers.KEY_LENGTH) == null;
    }

    /**
     * The frame as it came, byte for byte, with one header of ours that says where it has been.
     *
     * @param partition null: the producer chooses by key
     */
    ProducerRecord<byte[], byte[]> original(String topic, @Nullable Integer partition) {
        RecordHeaders headers = new RecordHeaders();
        for (Header header : record.headers()) {
            if (!Headers.isAmbiguous(header.key())) {
                headers.add(header);
            } else if (header.key().startsWith(Headers.INCOMING)) {
                headers.add(header.key().substring(Headers.INCOMING.length()), header.value());
            }
        }
        headers.add(REDRIVEN_FROM, position().getBytes(UTF_8));
        return new ProducerRecord<>(topic, partition, null, record.key(), record.value(), headers);
    }
}
