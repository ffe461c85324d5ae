package io.saccade.gan.net;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A feed-forward network.
 *
 * @param input what goes in
 * @param layers in order, at least one
 */
public record Network(Volume input, List<Layer> layers) {

    public Network {
        layers = List.copyOf(layers);
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("a network has at least one layer");
        }
        volumes(input, layers);
    }

    /**
     * Reads a list of layers, as {@link LayerText} says.
     *
     * @throws IllegalArgumentException if it can't be read or a layer does not go behind the one before it
     */
    public static Network parse(Volume input, String layers) {
        return new Network(input, LayerText.parse(layers));
    }

    /** The list of layers as it is written in settings. */
    public String text() {
        return layers.stream().map(Layer::text).collect(Collectors.joining(", "));
    }

    /** What goes into layer {@code index}; with the number of layers: what comes out in the end. */
    public Volume volume(int index) {
        return volumes(input, layers).get(index);
    }

    /** What comes out. */
    public Volume output() {
        return volume(layers.size());
    }

    /** The function at the very end. */
    public Activation lastActivation() {
        return layers.get(layers.size() - 1).activation();
    }

    /** Trainable tensors of layer {@code index}. */
    public List<Parameter> parameters(int index) {
        return layers.get(index).parameters(volume(index), index);
    }

    /** Every trainable tensor, in order. */
    public List<Parameter> parameters() {
        List<Parameter> all = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            all.addAll(parameters(i));
        }
        return all;
    }

    /** How many trainable numbers there are. */
    public int parameterCount() {
        return parameters().stream().mapToInt(Parameter::size).sum();
    }

    /** What each layer is, gives and has, for people. */
    public List<Row> table() {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            int count = parameters(i).stream().mapToInt(Parameter::size).sum();
            rows.add(new Row(layers.get(i).text(), volume(i + 1), count));
        }
        return rows;
    }

    /**
     * A layer in the table.
     *
     * @param layer as written
     * @param output what comes out
     * @param parameters how many trainable numbers it has
     */
    public record Row(String layer, Volume output, int parameters) {}

    private static List<Volume> volumes(Volume input, List<Layer> layers) {
        List<Volume> volumes = new ArrayList<>();
        volumes.add(input);
        for (int i = 0; i < layers.size(); i++) {
            try {
                volumes.add(layers.get(i).output(volumes.get(i)));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "layer " + (i + 1) + ", '" + layers.get(i).text() + "': " + e.getMessage(), e);
            }
        }
        return volumes;
    }
}
