package io.saccade.load.pipeline;

import io.saccade.load.pipeline.Contender.Place;
import io.saccade.load.pipeline.MapCheck.Checked;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;

/**
 * Lets contenders drain the backlog, each time as a new group with topics of its own, which are deleted afterwards. A frame is
 * done when the group has committed it; no reader takes part until the contender has ended.
 */
final class Drains {

    private final Admin admin;
    private final String bootstrapServers;
    private final MapCheck check;
    private final Path folder;

    /** How fast a contender was, and what its maps are like. */
    record Drained(Pace pace, Checked maps) {}

    /**
     * Drains on a broker.
     *
     * @param folder for what the contenders print
     */
    Drains(Admin admin, String bootstrapServers, MapCheck check, Path folder) {
        this.admin = admin;
        this.bootstrapServers = bootstrapServers;
        this.check = check;
        this.folder = folder;
    }

    /**
     * One drain.
     *
     * @throws IllegalStateException if the contender comes to a stop, or its maps are missing or wrong
     */
    Drained drain(Contender contender, int round, Watch watch) throws Exception {
        Place place = new Place(bootstrapServers, contender.name() + "-" + round);
        Backlog.create(admin, place.maps());
        try {
            Pace pace = watch(contender, place, watch);
            return new Drained(pace, check.check(bootstrapServers, place.maps(), pace.frames()));
        } finally {
            deleteTopics(place);
        }
    }

    private Pace watch(Contender contender, Place place, Watch watch) throws Exception {
        Path log = folder.resolve(place.group() + ".log");
        try (Group group = Group.start(contender.program().processes(place), log)) {
            return watch.pace(new Watch.Work() {
                @Override
                public long done() throws Exception {
                    group.requireAlive();
                    return committed(place.group());
                }

                @Override
                public Duration cpu() {
                    return group.cpu();
                }
            });
        }
    }

    /** Frames of the backlog that the group is through with. The backlog has no transactions, so each offset is a frame. */
    private long committed(String group) throws Exception {
        return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().values().stream()
                .filter(Objects::nonNull)
                .mapToLong(position -> position.offset())
                .sum();
    }

    private void deleteTopics(Place place) throws Exception {
        List<String> topics = admin.listTopics().names().get().stream()
                .filter(topic -> topic.startsWith(place.group() + "-"))
                .toList();
        admin.deleteTopics(topics).all().get();
    }
}
