package io.saccade.gan.net;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads layers as people write them, separated by commas:
 *
 * <pre>
 * dense 128 [bias] [ACTIVATION]
 * conv 64 3x3 [stride 1] [padding 0] [bias] [ACTIVATION]
 * max-pool 2x2 [stride 2]      average-pool 2x2 [stride 2]
 * upsample 2                   reshape 4x4x64
 * </pre>
 *
 * Activations are linear (unless said otherwise), relu, leaky-relu, tanh and sigmoid.
 */
public final class LayerText {

    private final String text;
    private final List<String> words;

    private LayerText(String text) {
        this.text = text.strip();
        this.words = new ArrayList<>(Arrays.asList(this.text.split("\\s+", -1)));
    }

    /**
     * Reads a list of layers.
     *
     * @throws IllegalArgumentException if it can't be read; the message names the layer and what was expected
     */
    public static List<Layer> parse(String list) {
        if (list.isBlank()) {
            throw new IllegalArgumentException("a network has at least one layer, such as 'dense 1 sigmoid'");
        }
        List<Layer> layers = new ArrayList<>();
        for (String text : list.split(",", -1)) {
            layers.add(new LayerText(text).layer());
        }
        return layers;
    }

    private Layer layer() {
        try {
            String kind = next("a layer");
            Layer layer =
                    switch (kind) {
                        case "dense" -> new Layer.Dense(number("units"), endsWithBias(), activation());
                        case "conv" -> conv();
                        case "max-pool" -> pool(Layer.Pool.Kind.MAX);
                        case "average-pool" -> pool(Layer.Pool.Kind.AVERAGE);
                        case "upsample" -> new Layer.Upsample(number("a factor"));
                        case "reshape" -> new Layer.Reshape(Volume.parse(next("a volume such as 4x4x64")));
                        default ->
                            throw new IllegalArgumentException(
                                    "'" + kind
                                            + "' is not a layer, expected dense, conv, max-pool, average-pool, upsample or reshape");
                    };
            if (!words.isEmpty()) {
                throw new IllegalArgumentException("'" + words.get(0) + "' is not expected here");
            }
            return layer;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("layer '" + text + "': " + e.getMessage(), e);
        }
    }

    private Layer conv() {
        int filters = number("filters");
        int[] sides = sides();
        int stride = option("stride", 1);
        int padding = words.contains("pad") ? option("pad", 0) : option("padding", 0);
        return new Layer.Conv(filters, sides[0], sides[1], stride, padding, endsWithBias(), activation());
    }

    private Layer pool(Layer.Pool.Kind kind) {
        int[] sides = sides();
        if (sides[0] != sides[1]) {
            throw new IllegalArgumentException("pools are square, got " + sides[0] + "x" + sides[1]);
        }
        return new Layer.Pool(kind, sides[0], option("stride", sides[0]));
    }

    private boolean endsWithBias() {
        return words.remove("bias");
    }

    private Activation activation() {
        return words.isEmpty() ? Activation.LINEAR : Activation.named(words.remove(0));
    }

    private int option(String name, int otherwise) {
        int at = words.indexOf(name);
        if (at < 0) {
            return otherwise;
        }
        if (at + 1 == words.size()) {
            throw new IllegalArgumentException("expected a number behind '" + name + "'");
        }
        words.remove(at);
        return integer(words.remove(at));
    }

    private int[] sides() {
        String word = next("a size such as 3x3");
        String[] sides = word.split("x", -1);
        if (sides.length != 2) {
            throw new IllegalArgumentException("'" + word + "' is not a size, expected such as 3x3");
        }
        return new int[] {integer(sides[0]), integer(sides[1])};
    }

    private int number(String what) {
        return integer(next(what));
    }

    private String next(String what) {
        if (words.isEmpty() || words.get(0).isEmpty()) {
            throw new IllegalArgumentException("expected " + what + " at the end");
        }
        return words.remove(0);
    }

    private static int integer(String word) {
        try {
            return Integer.parseInt(word);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + word + "' is not a whole number", e);
        }
    }
}
