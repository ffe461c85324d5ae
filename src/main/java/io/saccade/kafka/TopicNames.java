package io.saccade.kafka;

import java.util.List;

/** The topics of the wire contract, by the names that this service uses. */
public record TopicNames(
        String frames, String scoreMaps, String scoreSummaries, String scorePreviews, String deadLetters) {

    /** Those that the service writes. */
    List<String> outputs() {
        return List.of(scoreMaps, scoreSummaries, scorePreviews, deadLetters);
    }
}
