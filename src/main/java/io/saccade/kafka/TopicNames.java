package io.saccade.kafka;

import io.saccade.config.SaccadeConfig;
import java.util.List;

/** The topics of the wire contract, by the names that this service uses. */
public record TopicNames(
        String frames, String scoreMaps, String scoreSummaries, String scorePreviews, String deadLetters) {

    /** The names in the settings. */
    public static TopicNames of(SaccadeConfig.TopicSettings topics) {
        return new TopicNames(
                topics.frames(),
                topics.scoreMaps(),
                topics.scoreSummaries(),
                topics.scorePreviews(),
                topics.deadLetters());
    }

    /** Those that the service writes. */
    List<String> outputs() {
        return List.of(scoreMaps, scoreSummaries, scorePreviews, deadLetters);
    }
}
