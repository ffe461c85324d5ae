package io.saccade.gan.net;

import java.util.List;

/**
 * A trainable tensor of a layer.
 *
 * @param name {@code weight.L} or {@code bias.L} with the layer's number L from 0
 * @param shape dense: [inputs, units]; convolution: [filters, channels, height, width]; bias: [units]
 * @param fanIn numbers that flow into one output, for its initial scale; 0 for a bias, which begins at 0
 * @param activation of the layer
 */
public record Parameter(String name, List<Integer> shape, int fanIn, Activation activation) {

    public Parameter {
        shape = List.copyOf(shape);
    }

    /** How many trainable numbers it has. */
    public int size() {
        return shape.stream().mapToInt(Integer::intValue).reduce(1, Math::multiplyExact);
    }
}
