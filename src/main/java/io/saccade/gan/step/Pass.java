package io.saccade.gan.step;

import io.saccade.onnx.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Something that has run forward in a graph, and its way back.
 *
 * @param output what came out
 * @param back continues backpropagation through it
 * @param trainable whether it has parameters
 */
record Pass(Value output, Back back, boolean trainable) {

    /** One without parameters. */
    Pass(Value output, Back back) {
        this(output, back, false);
    }

    /** What changes nothing. */
    static Pass nothing(Value value) {
        return new Pass(value, (gradient, toInput) -> new Gradients(toInput ? gradient : null, Map.of()));
    }

    /** Another one behind this one. */
    Pass then(Function<Value, Pass> next) {
        Pass second = next.apply(output);
        return new Pass(second.output(), (gradient, toInput) -> back(List.of(this, second), gradient, toInput));
    }

    /** The way back through several, from the last to the first; where nobody needs it, it ends early. */
    static Gradients back(List<Pass> passes, Value gradient, boolean toInput) {
        Map<String, Supplier<Value>> parameters = new HashMap<>();
        @Nullable Value at = gradient;
        for (int i = passes.size() - 1; i >= 0 && at != null; i--) {
            boolean wanted = toInput || passes.subList(0, i).stream().anyMatch(Pass::trainable);
            Gradients gradients = passes.get(i).back().apply(at, wanted);
            parameters.putAll(gradients.parameters());
            at = gradients.input();
        }
        return new Gradients(at, parameters);
    }

    /** The chain rule through what a pass did. */
    @FunctionalInterface
    interface Back {

        /**
         * Appends the nodes of the way back.
         *
         * @param gradient ∂L/∂output, shaped like the output
         * @param toInput whether ∂L/∂input is wanted
         */
        Gradients apply(Value gradient, boolean toInput);
    }

    /**
     * What the way back gives.
     *
     * @param input ∂L/∂input, shaped like the input; null if it was not wanted
     * @param parameters ∂L/∂W of each trainable tensor, by its name; asking appends its nodes, which ONNX Runtime runs
     *     whether or not anything comes of them
     */
    record Gradients(@Nullable Value input, Map<String, Supplier<Value>> parameters) {

        Value parameter(String name) {
            Supplier<Value> gradient = parameters.get(name);
            if (gradient == null) {
                throw new IllegalStateException("the gradient of '" + name + "' is not known");
            }
            return gradient.get();
        }

        Value wantedInput() {
            if (input == null) {
                throw new IllegalStateException("the gradient of the input was not asked for");
            }
            return input;
        }
    }
}
