package io.saccade.gan.step;

import io.saccade.gan.net.Layer;
import io.saccade.gan.net.Network;
import io.saccade.gan.step.Pass.Gradients;
import io.saccade.onnx.Graph;
import io.saccade.onnx.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A network that has run forward in a graph.
 *
 * @param features what went into the last layer
 * @param logits z of the last layer, before its activation
 * @param output A of the last layer
 * @param passes each layer and each activation, in order
 */
record NetworkGraph(Value features, Value logits, Value output, List<Pass> passes) {

    /**
     * Appends a network.
     *
     * @param input samples of the network's input volume
     * @param parameters the trainable tensors by their names
     */
    static NetworkGraph forward(Graph graph, Network network, Value input, Map<String, Value> parameters) {
        LayerGraph layers = new LayerGraph(graph, parameters);
        List<Pass> passes = new ArrayList<>();
        Value features = input;
        Value logits = input;
        Value output = input;
        for (int i = 0; i < network.layers().size(); i++) {
            Layer layer = network.layers().get(i);
            features = output;
            Value in = output;
            if (layer.spatial() && network.volume(i).isFlat()) {
                passes.add(layers.planes(in, network.volume(i)));
                in = last(passes).output();
            }
            passes.add(layers.forward(layer, network.volume(i), i, in));
            if (layer.spatial() && network.volume(i + 1).isFlat()) {
                passes.add(layers.rows(last(passes).output(), network.volume(i + 1)));
            }
            logits = last(passes).output();
            passes.add(layers.activate(layer.activation(), logits));
            output = last(passes).output();
        }
        return new NetworkGraph(features, logits, output, passes);
    }

    private static Pass last(List<Pass> passes) {
        return passes.get(passes.size() - 1);
    }

    /** The same with {@code entrance} in front, where its way back then ends. */
    NetworkGraph behind(Pass entrance) {
        List<Pass> all = new ArrayList<>(List.of(entrance));
        all.addAll(passes);
        return new NetworkGraph(features, logits, output, all);
    }

    /** The same with an exit at the end, where its way back then begins. */
    NetworkGraph before(Function<Value, Pass> exit) {
        Pass last = exit.apply(output);
        List<Pass> all = new ArrayList<>(passes);
        all.add(last);
        return new NetworkGraph(features, logits, last.output(), all);
    }

    /** The way back from ∂L/∂logits; there must be nothing behind the last activation. */
    Gradients backFromLogits(Value gradient, boolean toInput) {
        return Pass.back(passes.subList(0, passes.size() - 1), gradient, toInput);
    }

    /** The way back from ∂L/∂output. */
    Gradients backFromOutput(Value gradient, boolean toInput) {
        return Pass.back(passes, gradient, toInput);
    }
}
