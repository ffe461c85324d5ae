package io.saccade.gan.step;

import io.saccade.gan.net.Parameter;
import io.saccade.onnx.Binding;
import io.saccade.onnx.Dimension;
import io.saccade.onnx.ElementType;
import io.saccade.onnx.Graph;
import io.saccade.onnx.OnnxRuntime;
import io.saccade.onnx.Session;
import io.saccade.onnx.Value;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/**
 * Runs the discriminator on one sample at a time, so that what it says of a sample does not depend on which others came with
 * it. Where it judges several samples together it is given the same one several times. One thread at a time.
 */
public final class Judge implements AutoCloseable {

    private static final String SAMPLE = "sample";
    private static final String LOGIT = "logit";

    private final Game game;
    private final Session session;
    private final Binding binding;
    private final ByteBuffer sample;
    private final ByteBuffer logit;

    /** Builds the graph of a game's discriminator. */
    public Judge(Game game, OnnxRuntime runtime) {
        this.game = game;
        Graph graph = Graph.named("discriminator");
        Value x = graph.input(
                SAMPLE,
                ElementType.FLOAT,
                Dimension.of(1),
                Dimension.of(game.sample().size()));
        Value packed = game.packing() == 1 ? x : graph.concat(0, Collections.nCopies(game.packing(), x));
        Map<String, Value> parameters = new HashMap<>();
        for (Parameter parameter : game.discriminatorNetwork().parameters()) {
            parameters.put(
                    parameter.name(),
                    graph.input(
                            StateTensor.DISCRIMINATOR + parameter.name(),
                            ElementType.FLOAT,
                            parameter.shape().stream().map(Dimension::of).toArray(Dimension[]::new)));
        }
        NetworkGraph judged = new PlayerGraph(graph, game).discriminate(packed, parameters);
        graph.output(LOGIT, judged.logits(), ElementType.FLOAT, Dimension.of(1), Dimension.of(1));
        this.session = runtime.open(graph.toModel(Map.of()));
        this.binding = new Binding(session);
        this.sample = Learner.floats(game.sample().size());
        this.logit = Learner.floats(1);
        binding.input(SAMPLE, ElementType.FLOAT, sample, 1, game.sample().size());
        binding.output(LOGIT, ElementType.FLOAT, logit, 1, 1);
    }

    /**
     * Judges a sample.
     *
     * @param vector k numbers
     * @return z of its last layer; D is its sigmoid, or for a Wasserstein game the logit itself
     */
    public float judge(Weights weights, float[] vector) {
        for (Parameter parameter : game.discriminatorNetwork().parameters()) {
            String name = StateTensor.DISCRIMINATOR + parameter.name();
            binding.input(name, ElementType.FLOAT, weights.of(name), StateTensor.extents(parameter));
        }
        sample.asFloatBuffer().put(vector);
        binding.run();
        return logit.asFloatBuffer().get(0);
    }

    @Override
    public void close() {
        binding.close();
        session.close();
    }
}
