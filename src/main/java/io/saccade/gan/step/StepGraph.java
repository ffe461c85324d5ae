package io.saccade.gan.step;

import io.saccade.gan.net.Network;
import io.saccade.gan.net.Parameter;
import io.saccade.gan.step.Pass.Gradients;
import io.saccade.onnx.Dimension;
import io.saccade.onnx.ElementType;
import io.saccade.onnx.Graph;
import io.saccade.onnx.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * A training step as one ONNX graph. With the generator fixed, one step of the discriminator uphill on L; then, with the new
 * discriminator fixed, one step of the generator downhill, on the same noise (CS230 midterm, spring 2021, question 5).
 *
 * <p>Inputs: {@code x} [n, k] real samples, {@code z} [m, d] noise, {@code d.scalars} and {@code g.scalars} [3] (step size,
 * ε, learning rate), and every {@link StateTensor} by its name. Outputs: {@code metrics} [{@value #METRICS}], and every
 * state tensor of a player that learns as {@code next.} and its name; with gradients also {@code d.gradient.weight.L} …,
 * and {@code generated.gradient} [m, k], ∂L/∂G(z) against the new discriminator.
 */
final class StepGraph {

    static final String X = "x";
    static final String Z = "z";
    static final String SCALARS = "scalars";
    static final String METRICS_OUTPUT = "metrics";
    static final String NEXT = "next.";
    static final String GRADIENT = "gradient.";
    static final String GENERATED_GRADIENT = "generated.gradient";
    static final int METRICS = 7;
    static final int SCALAR_COUNT = 3;

    private final Game game;
    private final boolean generatorLearns;
    private final Graph graph;
    private final PlayerGraph players;
    private final Map<String, Value> state = new HashMap<>();
    private final Map<String, Value> next = new LinkedHashMap<>();
    private final Map<String, Value> gradients = new LinkedHashMap<>();

    private StepGraph(Game game, boolean generatorLearns) {
        this.game = game;
        this.generatorLearns = generatorLearns;
        this.graph = Graph.named("gan-step");
        this.players = new PlayerGraph(graph, game);
    }

    /**
     * The model's bytes.
     *
     * @param generatorLearns whether the generator takes its step too
     * @param withGradients whether gradients are outputs; those are for looking at, training does not need them
     */
    static byte[] build(Game game, boolean generatorLearns, boolean withGradients) {
        return new StepGraph(game, generatorLearns).build(withGradients);
    }

    /** The names of the state tensors that the graph takes. */
    static List<StateTensor> read(Game game, boolean generatorLearns) {
        return StateTensor.of(game).stream()
                .filter(tensor ->
                        tensor.isDiscriminators() || generatorLearns || tensor.role() == StateTensor.Role.WEIGHT)
                .toList();
    }

    /** The state tensors that the graph changes. */
    static List<StateTensor> written(Game game, boolean generatorLearns) {
        return StateTensor.of(game).stream()
                .filter(tensor -> tensor.isDiscriminators() || generatorLearns)
                .toList();
    }

    private byte[] build(boolean withGradients) {
        Value x =
                graph.input(X, ElementType.FLOAT, of(game.real(), game.sample().size()));
        Value z = graph.input(Z, ElementType.FLOAT, of(game.generated(), game.noise()));
        Value discriminatorScalars = scalars(StateTensor.DISCRIMINATOR);
        for (StateTensor tensor : read(game, generatorLearns)) {
            state.put(tensor.name(), graph.input(tensor.name(), ElementType.FLOAT, of(tensor.extents())));
        }
        NetworkGraph made = players.generate(z, weights(StateTensor.GENERATOR, game.generatorNetwork()));
        List<Value> metrics = new ArrayList<>(discriminatorStep(x, made.output(), discriminatorScalars));
        if (generatorLearns) {
            metrics.add(4, generatorStep(made, scalars(StateTensor.GENERATOR)));
        } else {
            metrics.add(4, graph.scalar(0f));
        }
        metrics.add(weightNorm());
        List<Value> row =
                metrics.stream().map(metric -> graph.reshape(metric, 1)).toList();
        graph.output(METRICS_OUTPUT, graph.concat(0, row), ElementType.FLOAT, of(METRICS));
        for (StateTensor tensor : written(game, generatorLearns)) {
            Value value = Objects.requireNonNull(next.get(tensor.name()), tensor.name());
            graph.output(NEXT + tensor.name(), value, ElementType.FLOAT, of(tensor.extents()));
        }
        if (withGradients) {
            gradients.forEach(
                    (name, value) -> graph.output(name, value, ElementType.FLOAT, of(gradientExtents(game, name))));
        }
        return graph.toModel(Map.of("source", "CS230 midterm, spring 2021, question 5"));
    }

    private Value weightNorm() {
        return graph.sqrt(written(game, generatorLearns).stream()
                .filter(tensor -> tensor.role() == StateTensor.Role.WEIGHT)
                .map(tensor -> graph.sumOfSquares(Objects.requireNonNull(next.get(tensor.name()))))
                .reduce(graph::add)
                .orElseThrow());
    }

    private Value scalars(String player) {
        return graph.input(player + SCALARS, ElementType.FLOAT, of(SCALAR_COUNT));
    }

    private Map<String, Value> weights(String player, Network network) {
        Map<String, Value> weights = new HashMap<>();
        for (Parameter parameter : network.parameters()) {
            weights.put(parameter.name(), known(player + parameter.name()));
        }
        return weights;
    }

    private Value known(String name) {
        return Objects.requireNonNull(state.get(name), name);
    }

    /** L, mean D(X), mean D(G(Z)), the norm of the gradient, and the share of weights that were clipped. */
    private List<Value> discriminatorStep(Value x, Value made, Value scalars) {
        Objective objective = game.objective();
        Network network = game.discriminatorNetwork();
        int real = game.judgements(game.real());
        int generated = game.judgements(game.generated());
        NetworkGraph judged =
                players.discriminate(graph.concat(0, List.of(x, made)), weights(StateTensor.DISCRIMINATOR, network));
        Value realLogits = graph.slice(judged.logits(), 0, 0, real);
        Value generatedLogits = graph.slice(judged.logits(), 0, real, (long) real + generated);
        Value gradient = graph.concat(
                0,
                List.of(
                        graph.mul(objective.realGradient(graph, realLogits), graph.scalar(1f / real)),
                        graph.mul(objective.generatedGradient(graph, generatedLogits), graph.scalar(1f / generated))));
        Gradients uphill = judged.backFromLogits(gradient, false);
        Value norm = learn(StateTensor.DISCRIMINATOR, network, game.discriminator(), uphill, scalars);
        Value clipped = objective.clip().isPresent() ? clip(network, objective.clip()) : graph.scalar(0f);
        return List.of(
                objective.value(graph, realLogits, generatedLogits),
                graph.mean(judgement(realLogits)),
                graph.mean(judgement(generatedLogits)),
                norm,
                clipped);
    }

    private Value judgement(Value logits) {
        return new LayerGraph(graph, Map.of())
                .activate(game.objective().lastActivation(), logits)
                .output();
    }

    /** The norm of the generator's gradient. */
    private Value generatorStep(NetworkGraph made, Value scalars) {
        Map<String, Value> discriminator = new HashMap<>();
        for (Parameter parameter : game.discriminatorNetwork().parameters()) {
            discriminator.put(
                    parameter.name(), Objects.requireNonNull(next.get(StateTensor.DISCRIMINATOR + parameter.name())));
        }
        NetworkGraph judged = players.discriminate(made.output(), discriminator);
        Value gradient = graph.mul(
                game.objective().generatorGradient(graph, judged.logits()),
                graph.scalar(1f / game.judgements(game.generated())));
        Value toSamples = judged.backFromLogits(gradient, true).wantedInput();
        gradients.put(GENERATED_GRADIENT, toSamples);
        Network network = game.generatorNetwork();
        Gradients downhill = made.backFromOutput(toSamples, false);
        Value norm = learn(StateTensor.GENERATOR, network, game.generator(), downhill, scalars);
        if (game.average() > 0) {
            average(network);
        }
        return norm;
    }

    /**
     * Changes a player's weights; the discriminator's step size is negative, which is uphill.
     *
     * @return the norm of the whole gradient, before it is limited
     */
    private Value learn(String player, Network network, Player how, Gradients downhill, Value scalars) {
        List<Value> numbers = graph.split(scalars, 0, SCALAR_COUNT);
        Map<String, Value> parameterGradients = new LinkedHashMap<>();
        for (Parameter parameter : network.parameters()) {
            parameterGradients.put(parameter.name(), downhill.parameter(parameter.name()));
        }
        Value norm = graph.sqrt(parameterGradients.values().stream()
                .map(graph::sumOfSquares)
                .reduce(graph::add)
                .orElseGet(() -> graph.scalar(0f)));
        for (Parameter parameter : network.parameters()) {
            String name = player + parameter.name();
            Value gradient = Objects.requireNonNull(parameterGradients.get(parameter.name()), name);
            gradients.put(player + GRADIENT + parameter.name(), gradient);
            if (game.gradientClip() > 0) {
                Value limit = graph.scalar((float) game.gradientClip());
                gradient = graph.mul(gradient, graph.div(limit, graph.max(norm, limit)));
            }
            UpdateRule rule = how.optimiser().rule();
            List<Value> slots =
                    rule.slots().stream().map(slot -> known(name + "." + slot)).toList();
            UpdateRule.Update update = rule.update(graph, known(name), gradient, slots, numbers.get(0), numbers.get(1));
            Value weight = how.l1() > 0
                    ? Proximal.l1(graph, update.weight(), graph.mul(numbers.get(2), graph.scalar((float) how.l1())))
                    : update.weight();
            next.put(name, weight);
            for (int i = 0; i < rule.slots().size(); i++) {
                next.put(name + "." + rule.slots().get(i), update.slots().get(i));
            }
        }
        return norm;
    }

    private Value clip(Network network, OptionalDouble bound) {
        Value limit = graph.scalar((float) bound.orElseThrow());
        List<Value> counts = new ArrayList<>();
        for (Parameter parameter : network.parameters()) {
            String name = StateTensor.DISCRIMINATOR + parameter.name();
            Value weight = Objects.requireNonNull(next.get(name));
            Value over = graph.cast(graph.greater(graph.abs(weight), limit), ElementType.FLOAT);
            counts.add(graph.sumOfSquares(over));
            next.put(name, graph.min(graph.max(weight, graph.neg(limit)), limit));
        }
        Value count = counts.stream().reduce(graph::add).orElseThrow();
        return graph.mul(count, graph.scalar(1f / network.parameterCount()));
    }

    private void average(Network network) {
        Value share = graph.scalar((float) (1 - game.average()));
        for (Parameter parameter : network.parameters()) {
            String name = StateTensor.GENERATOR + parameter.name();
            Value before = known(StateTensor.averageOf(name));
            Value now = Objects.requireNonNull(next.get(name));
            next.put(StateTensor.averageOf(name), graph.add(before, graph.mul(share, graph.sub(now, before))));
        }
    }

    /** Name of the output with a weight's gradient. */
    static String gradientOf(StateTensor weight) {
        return weight.name().substring(0, 2) + GRADIENT + weight.parameter().name();
    }

    /** Extents of an output with a gradient. */
    static long[] gradientExtents(Game game, String name) {
        if (name.equals(GENERATED_GRADIENT)) {
            return new long[] {game.generated(), game.sample().size()};
        }
        return StateTensor.of(game).stream()
                .filter(tensor -> tensor.role() == StateTensor.Role.WEIGHT)
                .filter(tensor -> gradientOf(tensor).equals(name))
                .findFirst()
                .orElseThrow()
                .extents();
    }

    private static Dimension[] of(long... extents) {
        return Arrays.stream(extents).mapToObj(Dimension::of).toArray(Dimension[]::new);
    }
}
