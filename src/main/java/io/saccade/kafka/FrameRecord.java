package io.saccade.kafka;

import io.saccade.frame.Frame;
import io.saccade.scoring.Freshness;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * A record of the frames topic and the frame that it holds.
 *
 * @param superseded the rule by which newer frames went first; null: the frame is to be scored
 */
record FrameRecord(
        ConsumerRecord<byte[], byte[]> record,
        Frame frame,
        @Nullable Freshness superseded) {

    /** A record that is to be scored. */
    static FrameRecord of(ConsumerRecord<byte[], byte[]> record) {
        return new FrameRecord(record, FrameReader.read(record), null);
    }

    /**
     * The same record as superseded, without its value and of its headers the trace context alone: however many are passed
     * over, they take no room.
     */
    FrameRecord superseded(Freshness by) {
        RecordHeaders context = new RecordHeaders();
        Headers.copyTraceContext(record, context);
        ConsumerRecord<byte[], byte[]> light = new ConsumerRecord<>(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                TimestampType.CREATE_TIME,
                0,
                0,
                record.key(),
                null,
                context,
                record.leaderEpoch());
        return new FrameRecord(light, frame.withoutPayload(), by);
    }
}
