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
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;

/** Runs the generator, with the moving average of its weights where the game keeps one. One thread at a time. */
public final class Sampler implements AutoCloseable {

    private static final String NOISE = "noise";
    private static final String SAMPLES = "samples";

    private final Game game;
    private final Session session;
    private final Binding binding;

    /** Builds the graph of a game's generator. */
    public Sampler(Game game, OnnxRuntime runtime) {
        this.game = game;
        Graph graph = Graph.named("generator");
        Value z = graph.input(NOISE, ElementType.FLOAT, Dimension.named("N"), Dimension.of(game.noise()));
        Map<String, Value> parameters = new HashMap<>();
        for (Parameter parameter : game.generatorNetwork().parameters()) {
            parameters.put(
                    parameter.name(),
                    graph.input(
                            StateTensor.GENERATOR + parameter.name(),
                            ElementType.FLOAT,
                            parameter.shape().stream().map(Dimension::of).toArray(Dimension[]::new)));
        }
        Value made = new PlayerGraph(graph, game).generate(z, parameters).output();
        graph.output(
                SAMPLES,
                made,
                ElementType.FLOAT,
                Dimension.named("N"),
                Dimension.of(game.sample().size()));
        this.session = runtime.open(graph.toModel(Map.of()));
        this.binding = new Binding(session);
    }

    /**
     * Makes samples.
     *
     * @param noise N · d numbers
     * @return N · k numbers, row-major
     */
    public float[] sample(Weights weights, float[] noise) {
        int count = noise.length / game.noise();
        ByteBuffer z = Learner.floats(noise.length);
        z.asFloatBuffer().put(noise);
        ByteBuffer samples = Learner.floats((long) count * game.sample().size());
        for (Parameter parameter : game.generatorNetwork().parameters()) {
            String name = StateTensor.GENERATOR + parameter.name();
            String source = game.average() > 0 ? StateTensor.averageOf(name) : name;
            binding.input(name, ElementType.FLOAT, weights.of(source), StateTensor.extents(parameter));
        }
        binding.input(NOISE, ElementType.FLOAT, z, count, game.noise());
        binding.output(SAMPLES, ElementType.FLOAT, samples, count, game.sample().size());
        binding.run();
        FloatBuffer made = samples.asFloatBuffer();
        float[] numbers = new float[made.remaining()];
        made.get(numbers);
        return numbers;
    }

    @Override
    public void close() {
        binding.close();
        session.close();
    }
}
