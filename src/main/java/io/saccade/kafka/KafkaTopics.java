package io.saccade.kafka;

import io.quarkus.runtime.Startup;
import io.saccade.config.SaccadeConfig;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.jboss.logging.Logger;

/**
 * The topics as they are on the cluster: created where they are missing, and asked again every minute for what they take,
 * because an operator may change that while we run.
 */
@Startup(KafkaTopics.BEFORE_THE_CHANNELS)
@Singleton
final class KafkaTopics implements Topics {

    private static final Logger LOG = Logger.getLogger(KafkaTopics.class);

    /** The channel to the frames topic is opened when this has asked once, so that it finds its topic. */
    static final int BEFORE_THE_CHANNELS = 1;

    private static final int RETRY_SECONDS = 5;
    private static final int REFRESH_SECONDS = 60;

    private final TopicNames names;
    private final TopicAdmin admin;
    private final Producer<byte[], byte[]> producer;
    private final CountDownLatch known = new CountDownLatch(1);
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread daemon = new Thread(task, "topics");
        daemon.setDaemon(true);
        return daemon;
    });

    private volatile TopicLimits limits = TopicLimits.UNKNOWN;
    private boolean failing;

    KafkaTopics(SaccadeConfig config, TopicAdmin admin, Producer<byte[], byte[]> producer) {
        this.names = TopicNames.of(config.topics());
        this.admin = admin;
        this.producer = producer;
    }

    @PostConstruct
    void start() {
        refresh();
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

    @Override
    public TopicNames names() {
        return names;
    }

    @Override
    public int partitions(String topic) {
        return producer.partitionsFor(topic).size();
    }

    @Override
    public int maxRecordBytes(String topic) {
        return limits.maxRecordBytes(topic);
    }

    private void refresh() {
        int next = REFRESH_SECONDS;
        try {
            limits = known.getCount() > 0 ? admin.prepare() : admin.limits();
            known.countDown();
            if (failing) {
                LOG.info("Kafka answers again");
            }
            failing = false;
        } catch (RuntimeException e) {
            next = RETRY_SECONDS;
            if (!failing) {
                LOG.warnf("%s; trying again every %d seconds", e.getMessage(), RETRY_SECONDS);
            }
            failing = true;
        }
        if (!thread.isShutdown()) {
            var unused = thread.schedule(this::refresh, next, TimeUnit.SECONDS);
        }
    }
}
