package io.saccade.camera;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class FrameRecordsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:15:30.123456Z");

    private final FrameRecords records = new FrameRecords("frames", "run1");

    @Test
    void aRecordCarriesTheFrameAndItsCloudEventsAttributes() {
        byte[] jpeg = Pictures.jpeg(1);

        ProducerRecord<byte[], byte[]> record =
                records.record("gate", 41, new EncodedFrame(jpeg, EncodedFrame.JPEG, null, "a.jpg"), NOW);

        assertThat(record.topic()).isEqualTo("frames");
        assertThat(record.key()).asString(StandardCharsets.UTF_8).isEqualTo("gate");
        assertThat(record.value()).isEqualTo(jpeg);
        assertThat(headers(record)).containsExactlyEntriesOf(new LinkedHashMap<>() {
            {
                put("content-type", "image/jpeg");
                put("ce_specversion", "1.0");
                put("ce_id", "run1-000000000041");
                put("ce_source", "/cameras/gate");
                put("ce_type", "io.saccade.frame.v1");
                put("ce_time", "2026-03-01T10:15:30.123456Z");
                put("ce_sequence", "000000000041");
            }
        });
    }

    @Test
    void theCaptureTimeComesBeforeTheTimeOfSending() {
        Instant captured = Instant.parse("2026-02-28T00:00:00Z");

        assertThat(headers(records.record("gate", 0, new EncodedFrame(new byte[1], "image/png", captured, "b"), NOW)))
                .containsEntry("ce_time", "2026-02-28T00:00:00Z")
                .containsEntry("content-type", "image/png");
    }

    @Test
    void aCameraIdIsEncodedInTheSource() {
        ProducerRecord<byte[], byte[]> record =
                records.record("Tor 3/süd", 0, new EncodedFrame(new byte[1], EncodedFrame.JPEG, null, "b"), NOW);

        assertThat(record.key()).asString(StandardCharsets.UTF_8).isEqualTo("Tor 3/süd");
        assertThat(headers(record)).containsEntry("ce_source", "/cameras/Tor%203%2Fs%C3%BCd");
    }

    private static Map<String, String> headers(ProducerRecord<byte[], byte[]> record) {
        Map<String, String> headers = new LinkedHashMap<>();
        record.headers()
                .forEach(header -> headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        return headers;
    }
}
