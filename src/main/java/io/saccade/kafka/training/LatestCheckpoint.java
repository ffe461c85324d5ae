package io.saccade.kafka.training;

import io.saccade.config.SaccadeConfig;
import io.saccade.gan.Checkpoint;
import io.saccade.kafka.GanTopics;
import io.saccade.kafka.KafkaClients;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/**
 * The trainer's last committed checkpoint, for those who answer questions about it: this instance's own if it trains, else the
 * one on the topic, asked for at most every few seconds.
 */
@Singleton
public final class LatestCheckpoint {

    private static final Duration KEPT = Duration.ofSeconds(5);

    private final Training training;
    private final CheckpointTopic topic;
    private final String trainer;
    private Optional<Checkpoint> asked = Optional.empty();
    private long askedNanos;
    private boolean everAsked;

    LatestCheckpoint(SaccadeConfig config, KafkaClients clients, Training training) {
        this.training = training;
        this.trainer = config.gan().trainerId();
        TrainingClients trainingClients = new TrainingClients(config.gan(), clients);
        this.topic = new CheckpointTopic(GanTopics.of(config).checkpoints(), trainingClients::checkpointConsumer);
    }

    /**
     * The checkpoint; empty if there is none yet.
     *
     * @throws RuntimeException if the cluster does not answer, or what is on the topic is no checkpoint
     */
    public Optional<Checkpoint> get() {
        Optional<Checkpoint> own = training.checkpoint();
        return own.isPresent() ? own : ask();
    }

    private synchronized Optional<Checkpoint> ask() {
        if (!everAsked || System.nanoTime() - askedNanos > KEPT.toNanos()) {
            asked = topic.last(trainer);
            askedNanos = System.nanoTime();
            everAsked = true;
        }
        return asked;
    }
}
