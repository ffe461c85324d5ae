package io.saccade.attention;

/**
 * How a frame was scored, for logs and metrics.
 *
 * @param tier the way that was taken
 * @param logitRange no logit differs from another of its score by more or less than it does elsewhere in the frame plus
 *     this; under about 0.1 the map can show hardly anything
 */
public record FrameTrace(Tier tier, double logitRange) {}
