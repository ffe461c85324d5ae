package io.saccade.kafka;

import io.saccade.config.SaccadeConfig;
import java.util.List;

/** The topics of a trainer, by the names that this service uses. */
public record GanTopics(String input, String metrics, String novelty, String samples, String checkpoints) {

    /** The names in the settings. */
    public static GanTopics of(SaccadeConfig config) {
        var topics = config.gan().topics();
        return new GanTopics(
                config.gan().inputTopic().orElse(config.topics().frames()),
                topics.metrics(),
                topics.novelty(),
                topics.samples(),
                topics.checkpoints());
    }

    /** Those that the trainer writes. */
    public List<String> outputs() {
        return List.of(metrics, novelty, samples, checkpoints);
    }
}
