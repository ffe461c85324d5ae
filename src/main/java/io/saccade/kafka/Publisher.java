package io.saccade.kafka;

import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Writes records and commits them together with the positions of the frames that they came from. One thread at a time.
 *
 * <p>Any exception leaves it useless until {@link #restart}.
 */
public interface Publisher extends AutoCloseable {

    /**
     * Makes it ready, at the start and after a failure: nothing that was sent and not committed can become visible any
     * more, and whether a commit in doubt took place is decided. What is committed can be asked for afterwards.
     */
    void restart();

    /** Begins a group of records that are committed together. */
    void begin();

    /** Sends a record; it may still fail until the commit. */
    void send(ProducerRecord<byte[], byte[]> record);

    /**
     * Commits what was sent since {@link #begin}.
     *
     * @param positions the next position to read from, by partition
     * @param consumer the one that the frames were polled from, on its own thread
     */
    void commit(Map<TopicPartition, OffsetAndMetadata> positions, Consumer<byte[], byte[]> consumer);

    /** Lets go of the broker without waiting; what is not committed is not sent. */
    @Override
    void close();
}
