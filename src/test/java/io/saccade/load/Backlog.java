package io.saccade.load;

import io.saccade.cli.SaccadeCommand;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** Fills a new {@code frames} topic of four partitions with synthetic 640 × 480 JPEGs of four cameras. */
final class Backlog {

    static final int PARTITIONS = 4;

    private Backlog() {}

    static void create(String bootstrapServers) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(List.of(new NewTopic("frames", PARTITIONS, (short) 1)))
                    .all()
                    .get();
        }
    }

    static void fill(String bootstrapServers, int frames) throws Exception {
        create(bootstrapServers);
        int sent = SaccadeCommand.run(
                "ingest", "synthetic", "-b", bootstrapServers, "--cameras", "4", "--rate", "0", "--count", "" + frames);
        if (sent != 0) {
            throw new IllegalStateException("ingest failed");
        }
    }
}
