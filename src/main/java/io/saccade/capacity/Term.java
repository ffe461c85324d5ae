package io.saccade.capacity;

import java.util.Locale;

/** What a cost is proportional to, counted for one frame. */
public enum Term {
    /** The frame itself. */
    FRAME,
    /** A million pixels decoded. */
    MEGAPIXEL,
    /** A million scores computed. */
    MEGASCORE,
    /** A million bytes of the encoded frame. */
    INPUT_MEGABYTE,
    /** A million bytes of the score map. */
    MAP_MEGABYTE,
    /** A million bytes of everything published. */
    OUTPUT_MEGABYTE,
    /** A transaction, of which each of its frames bears a part. */
    TRANSACTION;

    /** How much of it there is in a frame. */
    double in(FrameShape shape, double framesPerTransaction) {
        return switch (this) {
            case FRAME -> 1;
            case MEGAPIXEL -> shape.megapixels();
            case MEGASCORE -> shape.megascores();
            case INPUT_MEGABYTE -> shape.inputMegabytes();
            case MAP_MEGABYTE -> shape.mapMegabytes();
            case OUTPUT_MEGABYTE -> shape.outputMegabytes();
            case TRANSACTION -> 1 / framesPerTransaction;
        };
    }

    /** As it is written in files: {@code input-megabyte}. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
