package io.saccade.kafka;

import io.saccade.frame.Frame;
import io.saccade.scoring.Freshness;
import io.saccade.scoring.FreshnessPolicy;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Frames that are scored and committed together. They are polled on the stream's thread, which hands them to the channel
 * {@code frames}; whoever takes them from there answers with the work that it has begun.
 */
public final class PolledBatch {

    /** Superseded frames that a batch passes over at most, so that its commit does not grow without bound. */
    private static final int MOST_FRAMES = 2_000;

    private static final int ANSWER_SECONDS = 10;

    private final List<FrameRecord> frames = new ArrayList<>();
    private final Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
    private final Map<String, Integer> newest = new HashMap<>();
    private int toScore;
    private final CompletableFuture<BatchInWork> answer = new CompletableFuture<>();

    PolledBatch() {}

    /** Takes on what was polled, by its cameras' freshness. */
    void add(ConsumerRecords<byte[], byte[]> polled, FreshnessPolicy policy, Clock clock) {
        for (ConsumerRecord<byte[], byte[]> record : polled) {
            add(FrameRecord.of(record), policy, clock);
        }
        positions.putAll(polled.nextOffsets());
    }

    private void add(FrameRecord record, FreshnessPolicy policy, Clock clock) {
        Frame frame = record.frame();
        Freshness freshness = policy.of(frame.camera());
        if (freshness.tooOld(frame, clock.instant())) {
            frames.add(record.superseded(freshness));
            return;
        }
        if (freshness.newestOnly()) {
            Integer older = newest.put(frame.camera(), frames.size());
            if (older != null) {
                frames.set(older, frames.get(older).superseded(freshness));
                toScore--;
            }
        }
        frames.add(record);
        toScore++;
    }

    /** Whether fewer than {@code most} frames are to be scored, and not too many were passed over. */
    boolean hasRoom(int most) {
        return toScore < most && frames.size() < MOST_FRAMES;
    }

    /** In the order of each partition. */
    List<FrameRecord> frames() {
        return frames;
    }

    /** Where to read on once the batch is done, by partition; also those that only moved past transaction markers. */
    Map<TopicPartition, OffsetAndMetadata> positions() {
        return positions;
    }

    /** Timestamp of the first frame in ms since the epoch; 0: there is none. */
    long oldestMs() {
        return frames.isEmpty() ? 0 : frames.get(0).record().timestamp();
    }

    /** Whether nothing was polled. */
    boolean isEmpty() {
        return positions.isEmpty() && frames.isEmpty();
    }

    /** Says that the frames are being scored. */
    void answer(BatchInWork work) {
        answer.complete(work);
    }

    /** The work on the frames. */
    BatchInWork answered() {
        try {
            return answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("nobody took the batch from the channel 'frames'", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
