package io.saccade.capacity;

import java.util.Locale;
import java.util.function.ToDoubleBiFunction;

/** What a cost is proportional to, counted for one frame. */
public enum Term {
    /** The frame itself. */
    FRAME((shape, framesPerTransaction) -> 1),
    /** A million pixels decoded. */
    MEGAPIXEL((shape, framesPerTransaction) -> shape.megapixels()),
    /** A million scores computed. */
    MEGASCORE((shape, framesPerTransaction) -> shape.megascores()),
    /** A million bytes of the encoded frame. */
    INPUT_MEGABYTE((shape, framesPerTransaction) -> shape.inputMegabytes()),
    /** A million bytes of the score map. */
    MAP_MEGABYTE((shape, framesPerTransaction) -> shape.mapMegabytes()),
    /** A million bytes of everything published. */
    OUTPUT_MEGABYTE((shape, framesPerTransaction) -> shape.outputMegabytes()),
    /** A transaction, of which each of its frames bears a part. */
    TRANSACTION((shape, framesPerTransaction) -> 1 / framesPerTransaction);

    private final ToDoubleBiFunction<FrameShape, Double> amount;

    Term(ToDoubleBiFunction<FrameShape, Double> amount) {
        this.amount = amount;
    }

    /** How much of it there is in a frame. */
    double in(FrameShape shape, double framesPerTransaction) {
        return amount.applyAsDouble(shape, framesPerTransaction);
    }

    /** As it is written in files: {@code input-megabyte}. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
