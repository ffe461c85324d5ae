package io.saccade.kafka;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.saccade.config.Role;
import io.saccade.config.SaccadeConfig;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Asks the cluster now and then whether the group gets on, for the health of instances that have no part in it. */
@Singleton
final class GroupWatch {

    private static final Logger LOG = Logger.getLogger(GroupWatch.class);
    private static final int SECONDS = 5;

    private final boolean scores;
    private final TopicAdmin admin;
    private final StreamStatus status;
    private final GroupProgress progress = new GroupProgress();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread daemon = new Thread(task, "group-watch");
        daemon.setDaemon(true);
        return daemon;
    });

    GroupWatch(SaccadeConfig config, TopicAdmin admin, StreamStatus status) {
        this.scores = config.roles().contains(Role.SCORE);
        this.admin = admin;
        this.status = status;
    }

    void start(@Observes StartupEvent event) {
        if (!scores) {
            return; // whoever scores watches
        }
        var unused = thread.scheduleWithFixedDelay(this::look, SECONDS, SECONDS, TimeUnit.SECONDS);
    }

    void stop(@Observes ShutdownEvent event) {
        thread.shutdownNow();
    }

    private void look() {
        try {
            status.group(progress.update(admin.groupPositions(), System.nanoTime()));
        } catch (RuntimeException e) {
            LOG.debugf(e, "the cluster does not say where the group is"); // readiness says that it is away
        }
    }
}
