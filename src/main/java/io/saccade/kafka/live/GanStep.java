package io.saccade.kafka.live;

import org.jspecify.annotations.Nullable;

/**
 * A record of {@code gan-metrics}.
 *
 * @param likelihood null where it was not finite
 * @param real mean D of real samples
 * @param generated mean D of generated samples
 */
public record GanStep(
        long step,
        long samples,
        String objective,
        String checkpoint,
        @Nullable Double likelihood,
        @Nullable Double real,
        @Nullable Double generated) {}
