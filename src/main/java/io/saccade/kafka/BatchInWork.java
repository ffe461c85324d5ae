package io.saccade.kafka;

import io.saccade.scoring.Lanes;
import io.saccade.scoring.Outcome;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * A batch in the lanes.
 *
 * @param frames in the order in which they came
 * @param positions where to read on once they are done, by partition
 * @param release lets go of the lanes
 */
record BatchInWork(List<InWork> frames, Map<TopicPartition, OffsetAndMetadata> positions, Runnable release) {

    /** A frame in a lane. */
    record InWork(ConsumerRecord<byte[], byte[]> record, Future<Outcome> outcome) {}

    /** What came of a record. */
    record Done(ConsumerRecord<byte[], byte[]> record, Outcome outcome) {}

    /**
     * Waits for all of them.
     *
     * @throws IllegalStateException if one could not be worked on, by a fault that is not the frame's
     */
    List<Done> await() {
        try {
            return frames.stream()
                    .map(frame -> new Done(frame.record(), Lanes.await(frame.outcome())))
                    .toList();
        } finally {
            release.run();
        }
    }

    /** Timestamp of the first frame in ms since the epoch; 0: there is none. */
    long oldestMs() {
        return frames.isEmpty() ? 0 : frames.get(0).record().timestamp();
    }

    /** Drops those that are not begun. */
    void discard() {
        frames.forEach(frame -> frame.outcome().cancel(false));
        release.run();
    }
}
