package io.saccade.onnx;

/**
 * A tensor inside a graph: what a node gives and other nodes take.
 *
 * @param name unique in the whole model, sub-graphs included
 * @param owner the graph that makes it; its sub-graphs may read it too
 */
public record Value(String name, Graph owner) {

    @Override
    public String toString() {
        return name;
    }
}
