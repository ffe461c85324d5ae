package io.saccade.kafka;

import java.util.Map;

/**
 * Largest records in bytes.
 *
 * @param byTopic {@code max.message.bytes} of each topic
 * @param producer {@code max.request.size} of our producer
 */
record TopicLimits(Map<String, Integer> byTopic, int producer) {

    /** What a broker takes unless told otherwise. */
    static final int BROKER_DEFAULT = 1_048_588;

    static final TopicLimits UNKNOWN = new TopicLimits(Map.of(), BROKER_DEFAULT);

    int maxRecordBytes(String topic) {
        return Math.min(producer, byTopic.getOrDefault(topic, BROKER_DEFAULT));
    }
}
