package io.saccade.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** Graphs as they are written and as they run. */
class GraphTest {

    @Test
    void aNodeReadsLikeItsFormula() {
        assertThat(run((g, x) -> g.mul(g.add(x, g.scalar(1.0)), x), 2, 3)).containsExactly(6, 12);
    }

    @Test
    void aBranchReadsTheGraphAroundIt() {
        BiFunction<Graph, Value, Value> clampedSum = (g, x) -> {
            Value sum = g.sum(x, true, 0);
            return g.ifElse(g.less(sum, g.scalar(10.0)), then -> List.of(then.mul(x, sum)), otherwise -> List.of(x))
                    .get(0);
        };
        assertThat(run(clampedSum, 1, 2)).containsExactly(3, 6);
        assertThat(run(clampedSum, 10, 20)).containsExactly(10, 20);
    }

    @Test
    void aScanHandsItsStateFromStepToStep() {
        BiFunction<Graph, Value, Value> runningSums =
                (g, x) -> g.scan(List.of(g.scalar(0.0)), List.of(x), (body, states, slices) -> {
                            Value sum = body.add(states.get(0), slices.get(0));
                            return List.of(sum, sum);
                        })
                        .get(1);
        assertThat(run(runningSums, 1, 2, 3, 4)).containsExactly(1, 3, 6, 10);
    }

    @Test
    void aBranchInsideAStepIsAsGoodAsAnywhere() {
        BiFunction<Graph, Value, Value> largeOnes = (g, x) -> {
            Value mean = g.div(g.sum(x, false, 0), g.scalar(4.0));
            return g.scan(
                            List.of(x),
                            body -> slices -> body.ifElse(
                                    body.less(mean, slices.get(0)),
                                    then -> slices,
                                    otherwise -> List.of(otherwise.scalar(0.0))))
                    .get(0);
        };
        assertThat(run(largeOnes, 1, 2, 3, 4)).containsExactly(0, 0, 3, 4);
    }

    @Test
    void aGraphDoesNotSeeIntoItsBranches() {
        Graph g = Graph.named("test");
        Value x = g.input("x", ElementType.DOUBLE, Dimension.named("N"));
        Value[] inner = new Value[1];
        g.ifElse(
                g.less(g.scalar(0L), g.scalar(1L)),
                then -> {
                    inner[0] = then.exp(x);
                    return List.of(inner[0]);
                },
                otherwise -> List.of(x));

        assertThatThrownBy(() -> g.exp(inner[0])).hasMessageContaining("belongs to graph 'then'");
    }

    @Test
    void theSameCallsGiveTheSameBytes() {
        assertThat(model((g, x) -> g.exp(g.add(x, x)))).isEqualTo(model((g, x) -> g.exp(g.add(x, x))));
    }

    @Test
    void anInputMayBeAnOutput() {
        assertThat(run((g, x) -> x, 1, 2)).containsExactly(1, 2);
    }

    @Test
    void anOutputMayBeReadByNodesAndBranchesAndBeAnOutputTwice() {
        Graph g = Graph.named("test");
        Value x = g.input("x", ElementType.DOUBLE, Dimension.of(2));
        Value twice = g.add(x, x);
        g.output("first", twice, ElementType.DOUBLE, Dimension.of(2));
        Value squared = g.ifElse(
                        g.less(g.scalar(0L), g.scalar(1L)),
                        then -> List.of(then.mul(twice, twice)),
                        otherwise -> List.of(twice))
                .get(0);
        g.output("squared", g.add(squared, twice), ElementType.DOUBLE, Dimension.of(2));
        g.output("again", twice, ElementType.DOUBLE, Dimension.of(2));
        ByteBuffer input = direct(2);
        input.asDoubleBuffer().put(new double[] {1, 3});
        Map<String, double[]> expected =
                Map.of("first", new double[] {2, 6}, "squared", new double[] {6, 42}, "again", new double[] {2, 6});
        try (Session session = OnnxRuntime.on(ExecutionProvider.CPU).open(g.toModel(Map.of()));
                Binding binding = new Binding(session)) {
            binding.input("x", ElementType.DOUBLE, input, 2);
            expected.forEach((name, numbers) -> {
                ByteBuffer output = direct(2);
                binding.output(name, ElementType.DOUBLE, output, 2);
                binding.run();
                double[] actual = new double[2];
                output.asDoubleBuffer().get(actual);
                assertThat(actual).as(name).containsExactly(numbers);
            });
        }
    }

    private static byte[] model(BiFunction<Graph, Value, Value> formula) {
        Graph g = Graph.named("test");
        Value x = g.input("x", ElementType.DOUBLE, Dimension.named("N"));
        g.output("y", formula.apply(g, x), ElementType.DOUBLE, Dimension.named("N"));
        return g.toModel(Map.of("b", "2", "a", "1"));
    }

    private static double[] run(BiFunction<Graph, Value, Value> formula, double... x) {
        ByteBuffer input = direct(x.length);
        input.asDoubleBuffer().put(x);
        ByteBuffer output = direct(x.length);
        try (Session session = OnnxRuntime.on(ExecutionProvider.CPU).open(model(formula));
                Binding binding = new Binding(session)) {
            binding.input("x", ElementType.DOUBLE, input, x.length);
            binding.output("y", ElementType.DOUBLE, output, x.length);
            binding.run();
        }
        double[] y = new double[x.length];
        output.asDoubleBuffer().get(y);
        return y;
    }

    private static ByteBuffer direct(int doubles) {
        return ByteBuffer.allocateDirect(doubles * Double.BYTES).order(ByteOrder.nativeOrder());
    }
}
