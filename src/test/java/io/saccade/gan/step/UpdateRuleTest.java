package io.saccade.gan.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.saccade.onnx.Binding;
import io.saccade.onnx.Dimension;
import io.saccade.onnx.ElementType;
import io.saccade.onnx.ExecutionProvider;
import io.saccade.onnx.Graph;
import io.saccade.onnx.OnnxRuntime;
import io.saccade.onnx.Session;
import io.saccade.onnx.Value;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules on a quadratic ½ Σ H_ii (w_i − w*_i)², whose gradient is known at every point. */
class UpdateRuleTest {

    private static final double[] CURVATURE = {0.5, 1, 2, 4, 1, 3};
    private static final double[] TARGET = {1.5, -0.8, 0.05, 2, -0.1, -1.2};

    /** Before the minimum is near: there, rules that divide by the gradient's size blow rounding up. */
    private static final int FIRST_STEPS = 8;

    private static final double[] FAR = {1.5, -1.8, 3, 2, -1.1, -2.2};

    @ParameterizedTest
    @ValueSource(
            strings = {"sgd 0.1", "momentum 0.02 beta 0.8", "rmsprop 0.03 decay 0.9", "adam 0.05", "adam 0.05 beta1 0"})
    void aRuleIsThatOfItsPaper(String text) {
        Optimiser optimiser = Optimiser.parse(text);
        double[] expected = new double[TARGET.length];
        double[] first = new double[TARGET.length];
        double[] second = new double[TARGET.length];
        try (Descent descent = new Descent(optimiser, FAR, OptionalDouble.empty())) {
            for (int step = 0; step < FIRST_STEPS; step++) {
                for (int i = 0; i < expected.length; i++) {
                    double gradient = CURVATURE[i] * (expected[i] - FAR[i]);
                    expected[i] -= plain(optimiser, gradient, first, second, i, step);
                }
                descent.step(step);
                for (int i = 0; i < expected.length; i++) {
                    assertThat((double) descent.weight(i)).isCloseTo(expected[i], within(2e-5));
                }
            }
        }
    }

    private static double plain(
            Optimiser optimiser, double gradient, double[] first, double[] second, int i, int step) {
        UpdateRule rule = optimiser.rule();
        if (rule instanceof UpdateRule.Momentum momentum) {
            first[i] = momentum.beta() * first[i] + gradient;
            return optimiser.rate() * first[i];
        } else if (rule instanceof UpdateRule.RmsProp rms) {
            second[i] = rms.decay() * second[i] + (1 - rms.decay()) * gradient * gradient;
            return optimiser.rate() * gradient / (Math.sqrt(second[i]) + rms.epsilon());
        } else if (rule instanceof UpdateRule.Adam adam) {
            first[i] = adam.beta1() * first[i] + (1 - adam.beta1()) * gradient;
            second[i] = adam.beta2() * second[i] + (1 - adam.beta2()) * gradient * gradient;
            double mean = first[i] / (1 - Math.pow(adam.beta1(), step + 1));
            double square = second[i] / (1 - Math.pow(adam.beta2(), step + 1));
            return optimiser.rate() * mean / (Math.sqrt(square) + adam.epsilon());
        }
        return optimiser.rate() * gradient;
    }

    /** Question 4: the minimum of the quadratic plus α‖w‖₁ is w_i = sign(w*_i) max(|w*_i| − α / H_ii, 0). */
    @Test
    void theProximalStepConvergesToTheClosedFormOfL1() {
        double alpha = 0.3;
        try (Descent descent = new Descent(Optimiser.parse("sgd 0.2"), TARGET, OptionalDouble.of(alpha))) {
            for (int step = 0; step < 300; step++) {
                descent.step(step);
            }
            for (int i = 0; i < TARGET.length; i++) {
                double closed = Math.signum(TARGET[i]) * Math.max(Math.abs(TARGET[i]) - alpha / CURVATURE[i], 0);
                assertThat((double) descent.weight(i)).isCloseTo(closed, within(1e-5));
            }
            assertThat(descent.weight(2))
                    .as("a weight that L1 takes away is exactly 0")
                    .isZero();
        }
    }

    @Test
    void schedulesChangeTheRate() {
        assertThat(Schedule.parse("constant").factor(1_000_000)).isEqualTo(1);
        assertThat(Schedule.parse("linear 0.5 100").factor(50)).isEqualTo(0.75);
        assertThat(Schedule.parse("linear 0.5 100").factor(1000)).isEqualTo(0.5);
        assertThat(Schedule.parse("exponential 10").factor(20)).isEqualTo(0.25);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "sgd | expected a rule and a learning rate",
                "newton 0.1 | 'newton' is not a rule, expected sgd, momentum, rmsprop or adam",
                "sgd -1 | the learning rate is -1.0, expected more than 0",
                "sgd fast | 'fast' is not a number",
                "sgd 0.1 beta 0.9 | 'beta' is not expected here",
                "adam 0.1 beta1 1 | beta1 is 1.0, expected 0 to under 1",
                "adam 0.1 beta2 | expected a number behind 'beta2'"
            })
    void aRuleThatCanNotBeReadSaysWhy(String text, String message) {
        assertThatThrownBy(() -> Optimiser.parse(text))
                .hasMessageContaining("optimiser '" + text + "'")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sgd 0.1", "momentum 0.02 beta 0.8", "rmsprop 0.03 decay 0.9 epsilon 1.0E-6", "adam 0.05"})
    void theTextOfARuleIsReadAsTheSameRule(String text) {
        assertThat(Optimiser.parse(Optimiser.parse(text).text())).isEqualTo(Optimiser.parse(text));
    }

    /** Runs a rule as an ONNX graph, from w = 0. */
    private static final class Descent implements AutoCloseable {

        private final Optimiser optimiser;
        private final Session session;
        private final Binding binding;
        private final List<ByteBuffer> state = new ArrayList<>();
        private final List<ByteBuffer> next = new ArrayList<>();
        private final ByteBuffer scalars = Learner.floats(3);

        Descent(Optimiser optimiser, double[] target, OptionalDouble l1) {
            this.optimiser = optimiser;
            int size = TARGET.length;
            Graph g = Graph.named("descent");
            Value weight = g.input("weight", ElementType.FLOAT, Dimension.of(size));
            List<Value> slots = optimiser.rule().slots().stream()
                    .map(slot -> g.input(slot, ElementType.FLOAT, Dimension.of(size)))
                    .toList();
            List<Value> numbers = g.split(g.input("scalars", ElementType.FLOAT, Dimension.of(3)), 0, 3);
            Value gradient = g.mul(g.floats(narrow(CURVATURE), size), g.sub(weight, g.floats(narrow(target), size)));
            UpdateRule.Update update =
                    optimiser.rule().update(g, weight, gradient, slots, numbers.get(0), numbers.get(1));
            Value stepped = l1.isPresent()
                    ? Proximal.l1(g, update.weight(), g.mul(numbers.get(2), g.scalar((float) l1.getAsDouble())))
                    : update.weight();
            g.output("next.weight", stepped, ElementType.FLOAT, Dimension.of(size));
            for (int i = 0; i < slots.size(); i++) {
                g.output(
                        "next." + optimiser.rule().slots().get(i),
                        update.slots().get(i),
                        ElementType.FLOAT,
                        Dimension.of(size));
            }
            session = OnnxRuntime.on(ExecutionProvider.CPU).open(g.toModel(Map.of()));
            binding = new Binding(session);
            List<String> names = new ArrayList<>(List.of("weight"));
            names.addAll(optimiser.rule().slots());
            for (String name : names) {
                state.add(Learner.floats(size));
                next.add(Learner.floats(size));
                binding.input(name, ElementType.FLOAT, state.get(state.size() - 1), size);
                binding.output("next." + name, ElementType.FLOAT, next.get(next.size() - 1), size);
            }
            binding.input("scalars", ElementType.FLOAT, scalars, 3);
        }

        private static float[] narrow(double[] wide) {
            float[] narrow = new float[wide.length];
            for (int i = 0; i < wide.length; i++) {
                narrow[i] = (float) wide[i];
            }
            return narrow;
        }

        void step(long number) {
            UpdateRule.Scalars now = optimiser.rule().scalars(optimiser.rate(), number);
            scalars.asFloatBuffer().put(new float[] {now.size(), now.epsilon(), (float) optimiser.rate()});
            binding.run();
            for (int i = 0; i < state.size(); i++) {
                state.get(i).put(0, next.get(i), 0, next.get(i).capacity());
            }
        }

        float weight(int i) {
            return state.get(0).asFloatBuffer().get(i);
        }

        @Override
        public void close() {
            binding.close();
            session.close();
        }
    }
}
