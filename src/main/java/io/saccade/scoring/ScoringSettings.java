package io.saccade.scoring;

import io.saccade.attention.Variant;
import io.saccade.encode.ScoreEncoding;
import io.saccade.frame.FrameSize;
import io.saccade.onnx.ExecutionProvider;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * How frames are scored. An invalid combination can't exist: the message names the setting and what was expected.
 *
 * @param model where the model comes from
 * @param frameSize size of the frames to come, that calibrated keys are scaled to and the first run uses; empty: keys as
 *     they are in the file
 * @param variant which operator reads the parameters
 * @param provider execution provider that is asked for
 * @param lanes frames scored at the same time
 * @param maxPixels largest frame in pixels
 * @param decodeTimeout longest decode
 * @param encoding element type of score maps
 * @param pool side of the square blocks that are averaged
 * @param preview output channel that heat maps are drawn of, or −1 for none
 */
public record ScoringSettings(
        ModelSource model,
        Optional<FrameSize> frameSize,
        Variant variant,
        ExecutionProvider provider,
        int lanes,
        long maxPixels,
        Duration decodeTimeout,
        ScoreEncoding encoding,
        int pool,
        int preview) {

    /** 64 megapixels. */
    public static final long DEFAULT_MAX_PIXELS = 64_000_000;

    private static final Set<Integer> POOLS = Set.of(1, 2, 4, 8, 16);

    /** Largest H · W whose samples, four float channels, still fit one buffer. */
    private static final long MOST_PIXELS = (Integer.MAX_VALUE - 8) / 16;

    public ScoringSettings {
        require(
                model.kind() == ModelSource.Kind.PARAMETERS || variant == Variant.PER_PIXEL,
                "saccade.model.variant",
                variant,
                "per-pixel with saccade.model.onnx: variants are the attention operator's");
        require(lanes >= 1, "saccade.lanes", lanes, "at least 1 (0 in the settings: one for each core)");
        require(
                maxPixels >= 1 && maxPixels <= MOST_PIXELS,
                "saccade.decode.max-pixels",
                maxPixels,
                "1 to " + MOST_PIXELS);
        require(
                decodeTimeout.toMillis() >= 1 && decodeTimeout.compareTo(Duration.ofMinutes(1)) <= 0,
                "saccade.decode.timeout",
                decodeTimeout,
                "1 ms to 1 minute");
        require(POOLS.contains(pool), "saccade.score-map.pool", pool, "1, 2, 4, 8 or 16");
        require(preview >= -1, "saccade.preview.channel", preview, "an output channel, counted from 0");
    }

    private static void require(boolean valid, String setting, Object value, String expected) {
        if (!valid) {
            throw new InvalidSettingException(setting + " is " + value + ", expected " + expected);
        }
    }
}
