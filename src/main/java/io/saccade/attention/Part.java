package io.saccade.attention;

import io.saccade.frame.SampleType;

/**
 * Which graph of an operator: each is opened when a frame first needs it.
 *
 * @param type samples of the frames it takes
 * @param step what it does with them
 */
record Part(SampleType type, Step step) {

    /** What a graph does. */
    sealed interface Step {

        /** Everything, tile by tile. */
        record Tiled() implements Step {}

        /** Everything, band of rows by band of rows. */
        record Windowed() implements Step {}

        /** Measures and chooses the way. */
        record Measuring() implements Step {}

        /**
         * Scores one way.
         *
         * @param tier the way
         */
        record Straight(Tier tier) implements Step {}
    }

    static Part tiled(SampleType type) {
        return new Part(type, new Step.Tiled());
    }

    static Part windowed(SampleType type) {
        return new Part(type, new Step.Windowed());
    }

    static Part measuring(SampleType type) {
        return new Part(type, new Step.Measuring());
    }

    static Part straight(SampleType type, Tier tier) {
        return new Part(type, new Step.Straight(tier));
    }

    /** The graph's bytes for so many channels. */
    byte[] toModel(int inputChannels, int outputChannels) {
        PerPixelGraph perPixel = new PerPixelGraph(inputChannels, outputChannels, type);
        if (step instanceof Step.Straight straight) {
            return perPixel.straight(straight.tier());
        } else if (step instanceof Step.Measuring) {
            return perPixel.measuring();
        } else if (step instanceof Step.Windowed) {
            return new WindowedGraph(inputChannels, outputChannels, type).toModel();
        }
        return perPixel.tiled();
    }
}
