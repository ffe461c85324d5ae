package io.saccade.kafka;

import io.saccade.scoring.Lanes;
import io.saccade.scoring.Outcome;
import java.time.Instant;
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
 * @param begun when it was put into the lanes
 * @param release lets go of the lanes
 */
record BatchInWork(
        List<InWork> frames, Map<TopicPartition, OffsetAndMetadata> positions, Instant begun, Runnable release)
        implements AutoCloseable {

    /** A frame in a lane. */
    record InWork(ConsumerRecord<byte[], byte[]> record, Future<Outcome> outcome) {

        /**
         * Waits for what comes of it.
         *
         * @throws IllegalStateException if it could not be worked on, by a fault that is not the frame's
         */
        Outcome await() {
            return Lanes.await(outcome);
        }
    }

    /** Timestamp of the first frame in ms since the epoch; 0: there is none. */
    long oldestMs() {
        return frames.isEmpty() ? 0 : frames.get(0).record().timestamp();
    }

    /** Whether nothing of it has to be waited for. */
    boolean isDone() {
        return frames.stream().allMatch(frame -> frame.outcome().isDone());
    }

    /** Lets go of the lanes; frames that are not begun are dropped. */
    @Override
    public void close() {
        frames.forEach(frame -> frame.outcome().cancel(false));
        release.run();
    }
}
