package io.saccade.kafka;

import io.saccade.frame.Source;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Reads from an output record which frame it is of. */
public final class SourceHeaders {

    private SourceHeaders() {}

    /** The frame's position; null if the record does not say it. */
    public static @Nullable Source of(ConsumerRecord<byte[], byte[]> output) {
        String topic = Headers.text(output, Headers.SOURCE_TOPIC);
        String partition = Headers.text(output, Headers.SOURCE_PARTITION);
        String offset = Headers.text(output, Headers.SOURCE_OFFSET);
        if (topic == null || partition == null || offset == null) {
            return null;
        }
        try {
            return new Source(topic, Integer.parseInt(partition), Long.parseLong(offset));
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
