package io.saccade.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Names of the wire contract's headers, and reading them as text. */
public final class Headers {

    public static final String CONTENT_TYPE = "content-type";
    public static final String CE_SPEC_VERSION = "ce_specversion";
    public static final String CE_ID = "ce_id";
    public static final String CE_SOURCE = "ce_source";
    public static final String CE_TYPE = "ce_type";
    public static final String CE_TIME = "ce_time";
    public static final String CE_SEQUENCE = "ce_sequence";
    public static final String CE_EXPIRY_TIME = "ce_expirytime";
    public static final String TRACEPARENT = "traceparent";
    public static final String TRACESTATE = "tracestate";
    public static final String WIDTH = "width";
    public static final String HEIGHT = "height";
    public static final String CHANNELS = "channels";
    public static final String DTYPE = "dtype";

    /** Every header of ours beside the CloudEvents ones begins so. */
    public static final String OURS = "saccade-";

    public static final String SOURCE_TOPIC = OURS + "source-topic";
    public static final String SOURCE_PARTITION = OURS + "source-partition";
    public static final String SOURCE_OFFSET = OURS + "source-offset";
    public static final String FRAME_SHA256 = OURS + "frame-sha256";
    public static final String MODEL = OURS + "model";
    public static final String PROVIDER = OURS + "provider";
    public static final String RUNTIME = OURS + "onnxruntime";
    public static final String REASON = OURS + "reason";
    public static final String DETAIL = OURS + "detail";
    public static final String REJECTED_AT = OURS + "rejected-at";
    public static final String VALUE_LENGTH = OURS + "value-length";
    public static final String VALUE_SHA256 = OURS + "value-sha256";
    public static final String HEADERS_DROPPED = OURS + "headers-dropped";
    public static final String KEY_LENGTH = OURS + "key-length";

    /** Put before an incoming header that could be taken for ours. */
    public static final String INCOMING = "incoming-";

    private Headers() {}

    /** The last header of that name as UTF-8; null if there is none, it has no value, or is empty. */
    public static @Nullable String text(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        if (header == null || header.value() == null || header.value().length == 0) {
            return null;
        }
        return new String(header.value(), UTF_8);
    }

    /** Adds {@code traceparent} and {@code tracestate} as they came, byte for byte, the last of each that has a value. */
    public static void copyTraceContext(
            ConsumerRecord<byte[], byte[]> from, org.apache.kafka.common.header.Headers to) {
        for (String name : List.of(TRACEPARENT, TRACESTATE)) {
            Header header = from.headers().lastHeader(name);
            if (header != null && header.value() != null && header.value().length > 0) {
                to.add(name, header.value());
            }
        }
    }

    /** Whether a header could be taken for one of ours, or for one that was renamed so that it can't be. */
    public static boolean isAmbiguous(String header) {
        int name = 0;
        while (header.startsWith(INCOMING, name)) {
            name += INCOMING.length();
        }
        return header.startsWith(OURS, name);
    }
}
