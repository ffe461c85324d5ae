package io.saccade.kafka;

import io.saccade.config.SaccadeConfig;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;

/**
 * The topics as they are on the cluster: created where they are missing, and asked again every minute for what they take,
 * because an operator may change that while we run.
 */
@Singleton
public final class KafkaTopics implements Topics {

    private static final Logger LOG = Logger.getLogger(KafkaTopics.class);

    private static final int RETRY_SECONDS = 5;
    private static final int REFRESH_SECONDS = 60;

    private final TopicNames names;
    private final TopicAdmin admin;
    private final CountDownLatch known = new CountDownLatch(1);
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread daemon = new Thread(task, "topics");
        daemon.setDaemon(true);
        return daemon;
    });

    private volatile TopicLimits limits = TopicLimits.UNKNOWN;
    private long askedNanos;
    private volatile Optional<String> problem = Optional.empty();

    KafkaTopics(SaccadeConfig config, TopicAdmin admin) {
        this.names = TopicNames.of(config.topics());
        this.admin = admin;
    }

    @PostConstruct
    void start() {
        var unused = thread.scheduleWithFixedDelay(this::refresh, 0, RETRY_SECONDS, TimeUnit.SECONDS);
    }

    @PreDestroy
    void stop() {
        thread.shutdownNow();
    }

    /** Returns once the cluster has answered; outcomes can't be written before. */
    void await() {
        try {
            known.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for Kafka", e);
        }
    }

    /** Why the topics are not known or can't be used, one line; empty if they can. */
    public Optional<String> problem() {
        return problem;
    }

    /** Asks again soon: something failed that may have to do with what the topics take. */
    void refreshSoon() {
        if (!thread.isShutdown()) {
            thread.execute(() -> ask(Level.DEBUG)); // whoever failed says why
        }
    }

    @Override
    public TopicNames names() {
        return names;
    }

    @Override
    public int partitions(String topic) {
        return limits.partitionsOf(topic);
    }

    @Override
    public int maxRecordBytes(String topic) {
        return limits.maxRecordBytes(topic);
    }

    private void refresh() {
        boolean due = System.nanoTime() - askedNanos >= TimeUnit.SECONDS.toNanos(REFRESH_SECONDS);
        if (due || known.getCount() > 0 || problem.isPresent()) {
            ask(Level.WARN);
        }
    }

    private void ask(Level level) {
        askedNanos = System.nanoTime();
        try {
            limits = known.getCount() > 0 ? admin.prepare() : admin.limits();
            known.countDown();
            if (problem.isPresent()) {
                LOG.info("Kafka answers again");
            }
            problem = Optional.empty();
        } catch (RuntimeException e) {
            Optional<String> told = problem;
            problem = Optional.of(String.valueOf(e.getMessage()));
            if (!problem.equals(told)) {
                LOG.logf(level, "%s; trying again every %d seconds", problem.get(), RETRY_SECONDS);
            }
        }
    }
}
