package io.saccade.ledger;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Asks for the group's committed offsets all the time, on the ledger's own way to the broker. */
final class GroupWatch implements AutoCloseable {

    private static final String GROUP = "saccade-scoring";
    private static final int EVERY_MS = 100;
    private static final int ANSWER_MS = 2000;

    private final Admin admin;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread daemon = new Thread(task, "group-watch");
        daemon.setDaemon(true);
        return daemon;
    });
    private volatile Offsets latest = new Offsets(System.nanoTime(), Map.of());

    /**
     * Committed offsets.
     *
     * @param nanoTime when they were asked for
     * @param committed the offset of each partition of {@code frames}; a partition without one is 0
     */
    record Offsets(long nanoTime, Map<Integer, Long> committed) {

        long of(int partition) {
            return committed.getOrDefault(partition, 0L);
        }

        long total() {
            return committed.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    GroupWatch(String bootstrapServers) {
        this.admin = Admin.create(Map.of(
                "bootstrap.servers", bootstrapServers,
                "request.timeout.ms", ANSWER_MS,
                "default.api.timeout.ms", ANSWER_MS,
                "reconnect.backoff.max.ms", 200));
        thread.scheduleWithFixedDelay(this::look, 0, EVERY_MS, TimeUnit.MILLISECONDS);
    }

    Offsets latest() {
        return latest;
    }

    /** The first offsets asked for after a moment that have something; {@link ConditionTimeoutException} if none in time. */
    Offsets await(long after, Duration patience, Predicate<Offsets> something) {
        return Awaitility.await("an answer about the group")
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .atMost(patience)
                .until(this::latest, offsets -> offsets.nanoTime() - after > 0 && something.test(offsets));
    }

    @Override
    public void close() {
        thread.shutdownNow();
        admin.close(Duration.ZERO);
    }

    private void look() {
        long asked = System.nanoTime();
        try {
            Map<TopicPartition, OffsetAndMetadata> answer = admin.listConsumerGroupOffsets(GROUP)
                    .partitionsToOffsetAndMetadata()
                    .get(ANSWER_MS, TimeUnit.MILLISECONDS);
            Map<Integer, Long> committed = new HashMap<>();
            answer.forEach((partition, offset) -> {
                if (partition.topic().equals(FrameTopics.FRAMES) && offset != null) {
                    committed.put(partition.partition(), offset.offset());
                }
            });
            latest = new Offsets(asked, Map.copyOf(committed));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception brokerAway) { // what was known stays known, with its time
            return;
        }
    }
}
