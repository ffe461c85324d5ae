package io.saccade.gan.step;

import io.saccade.gan.net.Network;
import io.saccade.gan.net.Volume;
import io.saccade.gan.step.Pass.Gradients;
import io.saccade.onnx.Graph;
import io.saccade.onnx.Value;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The two players of a game in a graph: networks with what stands before the discriminator (packing, the constant one, rows
 * and columns) and behind the generator. Samples and noise are rows, [N, k].
 */
final class PlayerGraph {

    private final Graph graph;
    private final Game game;

    PlayerGraph(Graph graph, Game game) {
        this.graph = graph;
        this.game = game;
    }

    /**
     * D on samples.
     *
     * @param samples [N, k] with N a multiple of the packing
     * @return a network whose logits are [N / packing, 1] and whose way back ends at the samples
     */
    NetworkGraph discriminate(Value samples, Map<String, Value> parameters) {
        Network network = game.discriminatorNetwork();
        Pass entrance = entrance(samples);
        return NetworkGraph.forward(graph, network, entrance.output(), parameters)
                .behind(entrance);
    }

    /** G on noise [N, d]; what comes out is [N, k]. */
    NetworkGraph generate(Value noise, Map<String, Value> parameters) {
        Network network = game.generatorNetwork();
        Pass entrance = game.constantOne() ? withOne(noise) : Pass.nothing(noise);
        return NetworkGraph.forward(graph, network, entrance.output(), parameters)
                .behind(entrance)
                .before(exit(network.output()));
    }

    private Pass entrance(Value samples) {
        Pass packed = game.discriminator().layers().get(0).spatial() ? packedPlanes(samples) : packedRows(samples);
        return game.constantOne() ? packed.then(this::withOne) : packed;
    }

    private Pass packedRows(Value samples) {
        if (game.packing() == 1) {
            return Pass.nothing(samples);
        }
        int size = game.sample().size();
        return new Pass(
                graph.reshape(samples, -1, (long) size * game.packing()),
                (gradient, toInput) -> new Gradients(toInput ? graph.reshape(gradient, -1, size) : null, Map.of()));
    }

    private Pass packedPlanes(Value samples) {
        Volume v = game.sample();
        Value rows = graph.reshape(samples, -1, game.packing(), v.height(), v.width(), v.channels());
        Value planes = graph.transpose(rows, 0, 1, 4, 2, 3);
        Value packed = graph.reshape(planes, -1, (long) game.packing() * v.channels(), v.height(), v.width());
        return new Pass(packed, (gradient, toInput) -> {
            if (!toInput) {
                return new Gradients(null, Map.of());
            }
            Value apart = graph.reshape(gradient, -1, game.packing(), v.channels(), v.height(), v.width());
            return new Gradients(graph.reshape(graph.transpose(apart, 0, 1, 3, 4, 2), -1, v.size()), Map.of());
        });
    }

    /** A further channel, axis 1, that is 1 everywhere. */
    private Pass withOne(Value input) {
        Value like = graph.slice(input, 1, 0, 1);
        Value ones = graph.expand(graph.scalar(1f), graph.shape(like));
        return new Pass(
                graph.concat(1, List.of(input, ones)),
                (gradient, toInput) -> new Gradients(toInput ? graph.slice(gradient, 1, 0, -1) : null, Map.of()));
    }

    /** Rows and columns come out as [channels, height, width], samples are [height, width, channels]. */
    private Function<Value, Pass> exit(Volume out) {
        if (out.isFlat()) {
            return Pass::nothing;
        }
        return made -> new Pass(
                graph.reshape(graph.transpose(made, 0, 2, 3, 1), -1, out.size()),
                (gradient, toInput) -> new Gradients(
                        graph.transpose(
                                graph.reshape(gradient, -1, out.height(), out.width(), out.channels()), 0, 3, 1, 2),
                        Map.of()));
    }
}
