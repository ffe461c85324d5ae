package io.saccade.camera;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Frames as records of the {@code frames} topic: key the camera, value the encoded picture, CloudEvents 1.0 attributes in
 * the headers (binary mode of its Kafka binding).
 *
 * @param topic where they go
 * @param run tells the runs of a producer apart: {@code ce_id} is {@code run-sequence}, unique for a camera
 */
record FrameRecords(String topic, String run) {

    static final String TYPE = "io.saccade.frame.v1";

    /** The record of a camera's frame; one without a capture time gets the time given. */
    ProducerRecord<byte[], byte[]> record(String camera, long sequence, EncodedFrame frame, Instant now) {
        Instant captured = frame.captured() == null ? now : frame.captured();
        String number = String.format(Locale.ROOT, "%012d", sequence);
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, utf8(camera), frame.bytes());
        record.headers()
                .add("content-type", utf8(frame.contentType()))
                .add("ce_specversion", utf8("1.0"))
                .add("ce_id", utf8(run + "-" + number))
                .add("ce_source", utf8("/cameras/" + encoded(camera)))
                .add("ce_type", utf8(TYPE))
                .add("ce_time", utf8(captured.truncatedTo(ChronoUnit.MICROS).toString()))
                .add("ce_sequence", utf8(number));
        return record;
    }

    /** A camera id as one segment of a URI's path. */
    private static String encoded(String camera) {
        return URLEncoder.encode(camera, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
