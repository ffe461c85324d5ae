package io.saccade.kafka.live;

/**
 * The highest novelty of a camera in one second.
 *
 * @param second since the epoch
 */
public record NoveltyPoint(long second, double novelty) {}
