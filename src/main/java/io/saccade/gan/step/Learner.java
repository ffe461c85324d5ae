package io.saccade.gan.step;

import io.saccade.onnx.Binding;
import io.saccade.onnx.ElementType;
import io.saccade.onnx.OnnxRuntime;
import io.saccade.onnx.Session;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Runs training steps and holds what they change.
 *
 * <p>Every state tensor has two buffers: a step reads one and writes the other, and then they change places, so that nothing
 * is copied and a step that went wrong has changed nothing. One thread at a time.
 */
public final class Learner implements Weights, AutoCloseable {

    private final Game game;
    private final Map<String, Pair> state = new LinkedHashMap<>();
    private final Inputs inputs;
    private final Variant both;
    private final Variant discriminatorOnly;
    private int discriminatorSide;
    private int generatorSide;

    /** The two buffers of a state tensor. */
    private record Pair(StateTensor tensor, ByteBuffer first, ByteBuffer second) {

        ByteBuffer side(int side) {
            return side == 0 ? first : second;
        }
    }

    /** What a step is given, and what it tells. */
    private record Inputs(
            ByteBuffer x, ByteBuffer z, ByteBuffer discriminator, ByteBuffer generator, ByteBuffer metrics) {

        static Inputs of(Game game) {
            return new Inputs(
                    floats((long) game.real() * game.sample().size()),
                    floats((long) game.generated() * game.noise()),
                    floats(StepGraph.SCALAR_COUNT),
                    floats(StepGraph.SCALAR_COUNT),
                    floats(StepGraph.METRICS));
        }
    }

    /** Builds the graphs of a game; the state is all zeros until it is {@linkplain #load loaded}. */
    public Learner(Game game, OnnxRuntime runtime) {
        this(game, runtime, false);
    }

    /** With {@code gradients}, {@link #gradient} tells those of the last step. */
    Learner(Game game, OnnxRuntime runtime, boolean gradients) {
        this.game = game;
        this.inputs = Inputs.of(game);
        for (StateTensor tensor : StateTensor.of(game)) {
            int size = tensor.parameter().size();
            state.put(tensor.name(), new Pair(tensor, floats(size), floats(size)));
        }
        this.both = new Variant(runtime, true, gradients);
        try {
            this.discriminatorOnly = game.discriminatorSteps() == 1 ? both : new Variant(runtime, false, false);
        } catch (RuntimeException e) {
            both.close();
            throw e;
        }
    }

    /** The game that is played. */
    public Game game() {
        return game;
    }

    /**
     * One step.
     *
     * @param number of the step, counted from 0: learning rates and the generator's turn depend on it
     * @param x real samples, n · k numbers from position to limit
     * @param z noise, m · d numbers from position to limit
     * @return what it tells; if that is not {@linkplain StepMetrics#finite finite} the state is as it was before
     */
    public StepMetrics step(long number, FloatBuffer x, FloatBuffer z) {
        inputs.x().asFloatBuffer().put(x.duplicate());
        inputs.z().asFloatBuffer().put(z.duplicate());
        boolean generatorLearns = (number + 1) % game.discriminatorSteps() == 0;
        scalars(inputs.discriminator(), game.discriminator().optimiser(), number, -1);
        scalars(inputs.generator(), game.generator().optimiser(), number / game.discriminatorSteps(), 1);
        (generatorLearns ? both : discriminatorOnly).binding().run();
        FloatBuffer told = inputs.metrics().asFloatBuffer();
        StepMetrics metrics = new StepMetrics(
                told.get(0), told.get(1), told.get(2), told.get(3), told.get(4), told.get(5), told.get(6));
        if (metrics.finite()) {
            discriminatorSide ^= 1;
            generatorSide ^= generatorLearns ? 1 : 0;
        }
        return metrics;
    }

    private void scalars(ByteBuffer to, Optimiser optimiser, long step, int direction) {
        double rate = optimiser.rate() * game.schedule().factor(step);
        UpdateRule.Scalars scalars = optimiser.rule().scalars(rate, step);
        to.asFloatBuffer()
                .put(0, direction * scalars.size())
                .put(1, scalars.epsilon())
                .put(2, (float) rate);
    }

    /** Puts numbers into a state tensor; as many as it has. */
    public void load(String name, FloatBuffer numbers) {
        current(name).put(numbers.duplicate());
    }

    /** A view of a state tensor as it is now; valid until the next step. */
    public FloatBuffer current(String name) {
        return of(name).asFloatBuffer();
    }

    /** The weights as they are now; valid until the next step. */
    @Override
    public ByteBuffer of(String name) {
        Pair pair = Objects.requireNonNull(state.get(name), name);
        return pair.side(side(pair.tensor())).duplicate().order(ByteOrder.nativeOrder());
    }

    /** Every state tensor. */
    public List<StateTensor> tensors() {
        return state.values().stream().map(Pair::tensor).toList();
    }

    /** A gradient of the last step, by its name in {@link StepGraph}. */
    FloatBuffer gradient(String name) {
        return Objects.requireNonNull(both.gradients.get(name), name).asFloatBuffer();
    }

    private int side(StateTensor tensor) {
        return tensor.isDiscriminators() ? discriminatorSide : generatorSide;
    }

    @Override
    public void close() {
        both.close();
        if (discriminatorOnly != both) {
            discriminatorOnly.close();
        }
    }

    static ByteBuffer floats(long count) {
        return ByteBuffer.allocateDirect(Math.toIntExact(count * Float.BYTES)).order(ByteOrder.nativeOrder());
    }

    /** One of the two graphs, with a binding for each way in which the buffers may lie. */
    private final class Variant implements AutoCloseable {

        private final boolean generatorLearns;
        private final Session session;
        private final Binding[] bindings = new Binding[4];
        private final Map<String, ByteBuffer> gradients = new HashMap<>();

        Variant(OnnxRuntime runtime, boolean generatorLearns, boolean withGradients) {
            this.generatorLearns = generatorLearns;
            this.session = runtime.open(StepGraph.build(game, generatorLearns, withGradients));
            if (withGradients) {
                gradients.put(
                        StepGraph.GENERATED_GRADIENT,
                        floats((long) game.generated() * game.sample().size()));
                StateTensor.of(game).stream()
                        .filter(tensor -> tensor.role() == StateTensor.Role.WEIGHT)
                        .forEach(tensor -> gradients.put(
                                StepGraph.gradientOf(tensor),
                                floats(tensor.parameter().size())));
            }
        }

        Binding binding() {
            int sides = 2 * discriminatorSide + generatorSide;
            if (bindings[sides] == null) {
                bindings[sides] = bind();
            }
            return bindings[sides];
        }

        private Binding bind() {
            Binding binding = new Binding(session);
            input(binding, StepGraph.X, inputs.x(), game.real(), game.sample().size());
            input(binding, StepGraph.Z, inputs.z(), game.generated(), game.noise());
            input(
                    binding,
                    StateTensor.DISCRIMINATOR + StepGraph.SCALARS,
                    inputs.discriminator(),
                    StepGraph.SCALAR_COUNT);
            if (generatorLearns) {
                input(binding, StateTensor.GENERATOR + StepGraph.SCALARS, inputs.generator(), StepGraph.SCALAR_COUNT);
            }
            for (StateTensor tensor : StepGraph.read(game, generatorLearns)) {
                input(binding, tensor.name(), pair(tensor).side(side(tensor)), tensor.extents());
            }
            for (StateTensor tensor : StepGraph.written(game, generatorLearns)) {
                output(binding, StepGraph.NEXT + tensor.name(), pair(tensor).side(1 - side(tensor)), tensor.extents());
            }
            output(binding, StepGraph.METRICS_OUTPUT, inputs.metrics(), StepGraph.METRICS);
            gradients.forEach((name, buffer) -> output(binding, name, buffer, StepGraph.gradientExtents(game, name)));
            return binding;
        }

        private Pair pair(StateTensor tensor) {
            return Objects.requireNonNull(state.get(tensor.name()));
        }

        private void input(Binding binding, String name, ByteBuffer buffer, long... shape) {
            binding.input(name, ElementType.FLOAT, buffer, shape);
        }

        private void output(Binding binding, String name, ByteBuffer buffer, long... shape) {
            binding.output(name, ElementType.FLOAT, buffer, shape);
        }

        @Override
        public void close() {
            Arrays.stream(bindings).filter(Objects::nonNull).forEach(Binding::close);
            session.close();
        }
    }
}
