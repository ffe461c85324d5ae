package io.saccade.kafka.live;

import io.saccade.frame.Source;

/**
 * What the newest record of a camera on {@code score-summaries} says.
 *
 * @param width of the score map
 * @param height of the score map
 * @param channels output channels
 * @param mean of the first output channel
 * @param max of the first output channel
 * @param latencyMs from the record's timestamp to the finished map
 * @param model digest of the model
 * @param provider execution provider that really ran
 * @param partition of {@code score-summaries} that it was read from
 * @param source where the frame is
 */
public record Summary(
        String camera,
        String frameId,
        long capturedAtMs,
        long scoredAtMs,
        int width,
        int height,
        int channels,
        double mean,
        double max,
        double latencyMs,
        String model,
        String provider,
        int partition,
        Source source) {}
