package io.saccade.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.saccade.frame.Frame;
import io.saccade.frame.Payload;
import io.saccade.frame.RawLayout;
import io.saccade.frame.Source;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Makes a frame of a record on {@code frames}: CloudEvents 1.0 binary mode (Kafka protocol binding) where its headers
 * are there, the record's own key, position and timestamp where not.
 *
 * <p>It never fails: a header that can't be read counts as absent, so that no header can stop or divert a record.
 */
public final class FrameReader {

    private static final byte[] NOTHING = new byte[0];

    private FrameReader() {}

    /** The frame of a record. */
    public static Frame read(ConsumerRecord<byte[], byte[]> record) {
        Source source = new Source(record.topic(), record.partition(), record.offset());
        Instant arrived = Instant.ofEpochMilli(record.timestamp());
        String id = Headers.text(record, Headers.CE_ID);
        Instant captured = time(Headers.text(record, Headers.CE_TIME));
        byte[] value = record.value() == null ? NOTHING : record.value();
        return new Frame(
                record.key() == null ? Frame.UNKNOWN_CAMERA : new String(record.key(), UTF_8),
                id == null ? source.toString() : id,
                Headers.text(record, Headers.CE_SEQUENCE),
                captured == null ? arrived : captured,
                arrived,
                time(Headers.text(record, Headers.CE_EXPIRY_TIME)),
                new Payload(value, Headers.text(record, Headers.CONTENT_TYPE), layout(record)),
                Headers.text(record, Headers.TRACEPARENT),
                source);
    }

    private static @Nullable RawLayout layout(ConsumerRecord<byte[], byte[]> record) {
        Integer width = number(Headers.text(record, Headers.WIDTH));
        Integer height = number(Headers.text(record, Headers.HEIGHT));
        Integer channels = number(Headers.text(record, Headers.CHANNELS));
        if (width == null || height == null || channels == null) {
            return null;
        }
        String dtype = Headers.text(record, Headers.DTYPE);
        return new RawLayout(width, height, channels, dtype == null ? "u8" : dtype);
    }

    private static @Nullable Integer number(@Nullable String text) {
        try {
            return text == null ? null : Integer.valueOf(text.strip());
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable Instant time(@Nullable String rfc3339) {
        try {
            return rfc3339 == null
                    ? null
                    : OffsetDateTime.parse(rfc3339.strip()).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
