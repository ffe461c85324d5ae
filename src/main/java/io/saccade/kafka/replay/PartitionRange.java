package io.saccade.kafka.replay;

import org.apache.kafka.common.TopicPartition;

/**
 * A range of one partition of frames, as it is on the cluster.
 *
 * @param from first offset
 * @param to first offset that is not in the range
 * @param fromOldest whether the range begins with the oldest frame there is
 * @param committed first offset that the service has not settled; {@code to} or more if all are
 */
record PartitionRange(TopicPartition partition, long from, long to, boolean fromOldest, long committed) {}
