package io.saccade.kafka.replay;

import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** Takes letters that are sent back, and settles some of them at a time. */
interface RedriveTarget extends AutoCloseable {

    /** Takes one; it is not sent for sure before it is settled. */
    void send(DeadLetter letter, ProducerRecord<byte[], byte[]> frame);

    /** Makes sure, all or nothing, of what was taken and of the position that goes with it. */
    void settle(TopicPartition letters, OffsetAndMetadata position);

    @Override
    void close();
}
