package io.saccade.ledger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * What the cluster has to say when all is done.
 *
 * @param sampled score maps of the frames that were asked for
 */
record Evidence(Reading reading, Map<Position, byte[]> sampled) {

    private static final Set<TransactionState> FINISHED = Set.of(
            TransactionState.EMPTY,
            TransactionState.COMPLETE_COMMIT,
            TransactionState.COMPLETE_ABORT,
            TransactionState.UNKNOWN);

    /** Reads every output topic from its beginning. */
    static Evidence gather(String bootstrapServers, GroupWatch.Offsets group, LiveReader live, Set<Position> wanted)
            throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
                TopicLog maps = new TopicLog(bootstrapServers, FrameTopics.MAPS);
                TopicLog letters = new TopicLog(bootstrapServers, FrameTopics.LETTERS);
                TopicLog summaries = new TopicLog(bootstrapServers, FrameTopics.SUMMARIES)) {
            Map<Position, byte[]> sampled = new HashMap<>();
            Map<TopicPartition, Long> mapEnds = ends(admin, FrameTopics.MAPS);
            Reading reading = new Reading(
                    maps.readTo(mapEnds, record -> {
                        ReadRecord read = ReadRecord.of(record);
                        if (wanted.contains(read.source())) {
                            sampled.put(read.source(), record.value());
                        }
                        return read;
                    }),
                    letters.readTo(ends(admin, FrameTopics.LETTERS), ReadRecord::of),
                    summaries.readTo(ends(admin, FrameTopics.SUMMARIES), ReadRecord::of),
                    live.finish(mapEnds),
                    group.committed(),
                    ends(admin, FrameTopics.FRAMES).entrySet().stream()
                            .collect(Collectors.toMap(end -> end.getKey().partition(), Map.Entry::getValue)),
                    unfinished(admin));
            return new Evidence(reading, sampled);
        }
    }

    /** Waits until no transaction is open; those of services that vanished end by their timeout. */
    static void awaitTransactions(String bootstrapServers, Duration patience) throws Exception {
        long deadline = System.nanoTime() + patience.toNanos();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            while (!unfinished(admin).isEmpty() && System.nanoTime() < deadline) {
                Pause.of(Duration.ofMillis(500));
            }
        }
    }

    private static Map<TopicPartition, Long> ends(Admin admin, String topic) throws Exception {
        return TopicLog.ends(admin, topic, IsolationLevel.READ_UNCOMMITTED);
    }

    private static List<String> unfinished(Admin admin) throws Exception {
        List<String> unfinished = new ArrayList<>();
        admin.listTransactions().all().get().stream()
                .filter(transaction -> !FINISHED.contains(transaction.state()))
                .forEach(transaction ->
                        unfinished.add("transaction " + transaction.transactionalId() + " is " + transaction.state()));
        for (String topic : FrameTopics.OUTPUTS) {
            Map<TopicPartition, Long> stable = TopicLog.ends(admin, topic, IsolationLevel.READ_COMMITTED);
            ends(admin, topic).forEach((partition, end) -> {
                if (!end.equals(stable.get(partition))) {
                    unfinished.add(partition + " ends at " + end + " but is stable to " + stable.get(partition));
                }
            });
        }
        return unfinished;
    }
}
