package io.saccade.kafka.training;

import org.apache.kafka.common.TopicPartition;

/** Partitions by the names that they have in a checkpoint, {@code topic/partition}. */
final class Positions {

    private Positions() {}

    static String text(TopicPartition partition) {
        return partition.topic() + "/" + partition.partition();
    }

    static TopicPartition parse(String text) {
        int slash = text.lastIndexOf('/');
        return new TopicPartition(text.substring(0, slash), Integer.parseInt(text.substring(slash + 1)));
    }
}
