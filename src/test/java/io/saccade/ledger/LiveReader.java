package io.saccade.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;

/** Reads {@code score-maps} all the time, while the faults happen. */
final class LiveReader implements AutoCloseable {

    private final TopicLog log;
    private final List<ReadRecord> records = new ArrayList<>();
    private final CompletableFuture<Void> reading;
    private volatile boolean finishing;

    LiveReader(String bootstrapServers) {
        this.log = new TopicLog(bootstrapServers, FrameTopics.MAPS);
        this.reading = CompletableFuture.runAsync(this::read, task -> {
            Thread thread = new Thread(task, "live-reader");
            thread.setDaemon(true);
            thread.start();
        });
    }

    /** Reads the rest and returns all that it saw. */
    List<ReadRecord> finish(Map<TopicPartition, Long> ends) {
        finishing = true;
        reading.join();
        records.addAll(log.readTo(ends, ReadRecord::of));
        return List.copyOf(records);
    }

    @Override
    public void close() {
        finishing = true;
        reading.handle((done, failed) -> done).join();
        log.close();
    }

    private void read() {
        while (!finishing) {
            records.addAll(log.poll(ReadRecord::of));
        }
    }
}
