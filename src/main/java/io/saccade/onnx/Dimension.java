package io.saccade.onnx;

/** One extent of a graph's input or output: a number, or a name for what is known only when the graph runs. */
public sealed interface Dimension {

    /** An extent that never changes. */
    static Dimension of(long extent) {
        return new Fixed(extent);
    }

    /** An extent that each run decides; equal names are equal extents. */
    static Dimension named(String name) {
        return new Named(name);
    }

    /**
     * A number.
     *
     * @param extent number of elements
     */
    record Fixed(long extent) implements Dimension {}

    /**
     * A name.
     *
     * @param name as ONNX Runtime shows it in messages
     */
    record Named(String name) implements Dimension {}
}
