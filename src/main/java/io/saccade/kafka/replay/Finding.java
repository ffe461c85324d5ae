package io.saccade.kafka.replay;

import java.util.Locale;

/**
 * What a verification finds. Always frames = equal + rejected + superseded + different + missing + other-model +
 * other-provider + pending + gone; doubled and stray count records beyond those.
 */
public enum Finding {
    /** The published map is what comes out now, byte for byte. */
    EQUAL,
    /** There is a dead letter, and no reason to doubt it. */
    REJECTED,
    /** A later frame of its camera took its place. */
    SUPERSEDED,
    /** Map or dead letter are not what comes out now. */
    DIFFERENT,
    /** Neither map nor dead letter. */
    MISSING,
    /** A further map or dead letter of a frame that has one. */
    DOUBLED,
    /** Its only map was made with other parameters, so that bytes can't be compared. */
    OTHER_MODEL,
    /** Its only map was made by another execution provider. */
    OTHER_PROVIDER,
    /** Nothing yet, and the service has not committed its offset. */
    PENDING,
    /** Nothing any more: the output topic begins later, by its retention. */
    GONE,
    /** A map or dead letter of a frame that is not in the topic. */
    STRAY;

    /** The name in the last line of a run, as {@code other-model}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
