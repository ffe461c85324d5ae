package io.saccade.capacity;

import io.saccade.frame.FrameSize;

/**
 * What a frame's cost depends on.
 *
 * @param outputChannels oC, at least 1
 * @param scoreBytes bytes of a score on the topic: 1 (u8), 2 (f16) or 4 (f32)
 * @param pool side of the square blocks that are averaged, at least 1
 * @param inputBytes mean size of an encoded frame in bytes
 */
public record FrameShape(FrameSize size, int outputChannels, int scoreBytes, int pool, double inputBytes) {

    /** A summary with its headers, and the headers of the map: about so many bytes a frame. */
    static final int SUMMARY_BYTES = 2_000;

    private static final double MILLION = 1e6;

    public FrameShape {
        Demand.require("channels", outputChannels, 1, 1024);
        Demand.require("score-bytes", scoreBytes, 1, 4);
        Demand.require("pool", pool, 1, 16);
        Demand.require("frame-bytes", inputBytes, 1, 1e9);
    }

    double megapixels() {
        return size.pixels() / MILLION;
    }

    /** Scores that the operator computes, in millions; pooling comes after. */
    double megascores() {
        return megapixels() * outputChannels;
    }

    double inputMegabytes() {
        return inputBytes / MILLION;
    }

    double mapMegabytes() {
        long columns = (size.width() + pool - 1L) / pool;
        long rows = (size.height() + pool - 1L) / pool;
        return columns * rows * outputChannels * (double) scoreBytes / MILLION;
    }

    /** Map and summary. */
    double outputMegabytes() {
        return mapMegabytes() + SUMMARY_BYTES / MILLION;
    }
}
