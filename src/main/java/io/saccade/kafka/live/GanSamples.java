package io.saccade.kafka.live;

/**
 * The newest picture of generated samples.
 *
 * @param png as the trainer drew it
 */
public record GanSamples(long step, byte[] png) {}
