package io.saccade.kafka;

import java.util.Map;

/**
 * What the output topics are like.
 *
 * @param maxMessageBytes {@code max.message.bytes} of each topic
 * @param partitions of each topic
 * @param producer {@code max.request.size} of our producer in bytes
 */
record TopicLimits(Map<String, Integer> maxMessageBytes, Map<String, Integer> partitions, int producer) {

    /** What a broker takes unless told otherwise. */
    static final int BROKER_DEFAULT = 1_048_588;

    static final TopicLimits UNKNOWN = new TopicLimits(Map.of(), Map.of(), BROKER_DEFAULT);

    int maxRecordBytes(String topic) {
        return Math.min(producer, maxMessageBytes.getOrDefault(topic, BROKER_DEFAULT));
    }

    int partitionsOf(String topic) {
        return partitions.getOrDefault(topic, 0);
    }
}
