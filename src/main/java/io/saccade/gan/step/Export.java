package io.saccade.gan.step;

import io.saccade.gan.net.Activation;
import io.saccade.gan.net.Network;
import io.saccade.gan.net.Parameter;
import io.saccade.onnx.Dimension;
import io.saccade.onnx.ElementType;
import io.saccade.onnx.Graph;
import io.saccade.onnx.Value;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;

/** A game's networks as plain ONNX models with their weights inside, for any other program. */
public final class Export {

    private Export() {}

    /**
     * The generator: {@code noise} [N, d] to {@code samples} [N, k], of the averaged weights where there are such.
     *
     * @param centre k numbers that are added to what the network makes: samples are as they were learnt from
     */
    public static byte[] generator(Game game, Weights weights, float[] centre) {
        Graph graph = Graph.named("generator");
        Value z = graph.input("noise", ElementType.FLOAT, Dimension.named("N"), Dimension.of(game.noise()));
        Map<String, Value> parameters =
                constants(graph, game.generatorNetwork(), StateTensor.GENERATOR, weights, game.average() > 0);
        Value made = new PlayerGraph(graph, game).generate(z, parameters).output();
        graph.output(
                "samples",
                isNothing(centre) ? made : graph.add(made, graph.floats(centre, 1, centre.length)),
                ElementType.FLOAT,
                Dimension.named("N"),
                Dimension.of(game.sample().size()));
        return graph.toModel(Map.of("sample", game.sample().toString()));
    }

    /**
     * The discriminator: {@code samples} [N, k] to {@code judgements} [N / packing, 1], D of each, and {@code features}
     * [N / packing, h], what goes into its last layer.
     *
     * @param centre k numbers that are taken off the samples first: they are given as they were learnt from
     */
    public static byte[] discriminator(Game game, Weights weights, float[] centre) {
        Graph graph = Graph.named("discriminator");
        Value x = graph.input(
                "samples",
                ElementType.FLOAT,
                Dimension.named("N"),
                Dimension.of(game.sample().size()));
        Map<String, Value> parameters =
                constants(graph, game.discriminatorNetwork(), StateTensor.DISCRIMINATOR, weights, false);
        Value centred = isNothing(centre) ? x : graph.sub(x, graph.floats(centre, 1, centre.length));
        NetworkGraph judged = new PlayerGraph(graph, game).discriminate(centred, parameters);
        Activation last = game.objective().lastActivation();
        Value judgements =
                new LayerGraph(graph, Map.of()).activate(last, judged.logits()).output();
        graph.output("judgements", judgements, ElementType.FLOAT, Dimension.named("M"), Dimension.of(1));
        Network network = game.discriminatorNetwork();
        int size = network.volume(network.layers().size() - 1).size();
        graph.output(
                "features",
                graph.reshape(judged.features(), -1, size),
                ElementType.FLOAT,
                Dimension.named("M"),
                Dimension.of(size));
        return graph.toModel(Map.of("sample", game.sample().toString(), "packing", Integer.toString(game.packing())));
    }

    private static boolean isNothing(float[] centre) {
        for (float number : centre) {
            if (number != 0) {
                return false;
            }
        }
        return true;
    }

    private static Map<String, Value> constants(
            Graph graph, Network network, String player, Weights weights, boolean averaged) {
        Map<String, Value> constants = new HashMap<>();
        for (Parameter parameter : network.parameters()) {
            String name = player + parameter.name();
            FloatBuffer source =
                    weights.of(averaged ? StateTensor.averageOf(name) : name).asFloatBuffer();
            float[] numbers = new float[source.remaining()];
            source.get(numbers);
            constants.put(parameter.name(), graph.floats(numbers, StateTensor.extents(parameter)));
        }
        return constants;
    }
}
