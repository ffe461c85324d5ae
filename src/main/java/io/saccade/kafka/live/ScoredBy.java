package io.saccade.kafka.live;

/**
 * A model that scored frames of late.
 *
 * @param model its digest
 * @param provider execution provider that really ran
 */
public record ScoredBy(String model, String provider) {}
