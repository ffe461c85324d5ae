package io.saccade.kafka;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.AbstractRecords;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.record.RecordBatch;

/** How much of {@code max.message.bytes} a record takes. */
public final class RecordSizes {

    private RecordSizes() {}

    /** Bytes of a batch that holds this record alone, uncompressed, at most. */
    public static int upperBound(ProducerRecord<byte[], byte[]> record) {
        return AbstractRecords.estimateSizeInBytesUpperBound(
                RecordBatch.CURRENT_MAGIC_VALUE,
                CompressionType.NONE,
                record.key(),
                record.value(),
                record.headers().toArray());
    }
}
