package io.saccade.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Names of the wire contract's headers, and reading them as text. */
final class Headers {

    static final String CONTENT_TYPE = "content-type";
    static final String CE_SPEC_VERSION = "ce_specversion";
    static final String CE_ID = "ce_id";
    static final String CE_SOURCE = "ce_source";
    static final String CE_TYPE = "ce_type";
    static final String CE_TIME = "ce_time";
    static final String CE_SEQUENCE = "ce_sequence";
    static final String CE_EXPIRY_TIME = "ce_expirytime";
    static final String TRACEPARENT = "traceparent";
    static final String WIDTH = "width";
    static final String HEIGHT = "height";
    static final String CHANNELS = "channels";
    static final String DTYPE = "dtype";

    /** Every header of ours beside the CloudEvents ones begins so. */
    static final String OURS = "saccade-";

    static final String SOURCE_TOPIC = OURS + "source-topic";
    static final String SOURCE_PARTITION = OURS + "source-partition";
    static final String SOURCE_OFFSET = OURS + "source-offset";
    static final String FRAME_SHA256 = OURS + "frame-sha256";
    static final String MODEL = OURS + "model";
    static final String PROVIDER = OURS + "provider";
    static final String RUNTIME = OURS + "onnxruntime";
    static final String REASON = OURS + "reason";
    static final String DETAIL = OURS + "detail";
    static final String REJECTED_AT = OURS + "rejected-at";
    static final String VALUE_LENGTH = OURS + "value-length";
    static final String VALUE_SHA256 = OURS + "value-sha256";
    static final String HEADERS_DROPPED = OURS + "headers-dropped";
    static final String KEY_LENGTH = OURS + "key-length";

    private Headers() {}

    /** The last header of that name as UTF-8; null if there is none, it has no value, or is empty. */
    static @Nullable String text(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        if (header == null || header.value() == null || header.value().length == 0) {
            return null;
        }
        return new String(header.value(), UTF_8);
    }
}
