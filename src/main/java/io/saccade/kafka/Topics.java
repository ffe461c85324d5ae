package io.saccade.kafka;

/**
 * What the records that we write must keep to: where a topic's partitions end and how large a record it takes.
 */
public interface Topics {

    /** The names in use. */
    TopicNames names();

    /** Number of partitions of an output topic. */
    int partitions(String topic);

    /** Largest record in bytes that the topic and our producer take, key and headers included. */
    int maxRecordBytes(String topic);
}
