package io.saccade.gan.step;

import io.saccade.onnx.Graph;
import io.saccade.onnx.Value;
import java.util.List;
import java.util.Locale;

/**
 * How a gradient changes a weight, always downhill. What a rule remembers of each weight is its slots, tensors like the
 * weight that begin at 0.
 */
public sealed interface UpdateRule {

    /** Names of the slots. */
    List<String> slots();

    /**
     * The step size and the constant under the division of step number {@code step}, counted from 0, for a learning rate
     * α; the graph gets them as inputs, so that a rate may change from step to step.
     */
    Scalars scalars(double rate, long step);

    /**
     * Appends one update.
     *
     * @param gradient of what is minimised
     * @param slots as they are, in the order of {@link #slots}
     */
    Update update(Graph g, Value weight, Value gradient, List<Value> slots, Value size, Value epsilon);

    /** As it is written in settings, without the learning rate. */
    String text();

    /** The rule for weights θ, a gradient ∇ and the learning rate α, for people. */
    String formula();

    /**
     * What a step is given.
     *
     * @param size what the direction is multiplied by
     * @param epsilon what is added to the root that the direction is divided by
     */
    record Scalars(float size, float epsilon) {}

    /** What an update gives. */
    record Update(Value weight, List<Value> slots) {}

    /** θ ← θ − α ∇L. */
    record Sgd() implements UpdateRule {

        @Override
        public List<String> slots() {
            return List.of();
        }

        @Override
        public Scalars scalars(double rate, long step) {
            return new Scalars((float) rate, 0);
        }

        @Override
        public Update update(Graph g, Value weight, Value gradient, List<Value> slots, Value size, Value epsilon) {
            return new Update(g.sub(weight, g.mul(size, gradient)), List.of());
        }

        @Override
        public String text() {
            return "sgd";
        }

        @Override
        public String formula() {
            return "θ ← θ − α ∇";
        }
    }

    /**
     * v ← β v + ∇L, θ ← θ − α v (Polyak 1964).
     *
     * @param beta β, 0 to under 1
     */
    record Momentum(double beta) implements UpdateRule {

        public Momentum {
            fraction(beta, "beta");
        }

        @Override
        public List<String> slots() {
            return List.of("velocity");
        }

        @Override
        public Scalars scalars(double rate, long step) {
            return new Scalars((float) rate, 0);
        }

        @Override
        public Update update(Graph g, Value weight, Value gradient, List<Value> slots, Value size, Value epsilon) {
            Value velocity = g.add(g.mul(g.scalar((float) beta), slots.get(0)), gradient);
            return new Update(g.sub(weight, g.mul(size, velocity)), List.of(velocity));
        }

        @Override
        public String text() {
            return "momentum beta " + beta;
        }

        @Override
        public String formula() {
            return "v ← β v + ∇, θ ← θ − α v";
        }
    }

    /**
     * s ← ρ s + (1 − ρ) (∇L)², θ ← θ − α ∇L / (√s + ε) (Tieleman and Hinton 2012).
     *
     * @param decay ρ, 0 to under 1
     * @param epsilon ε, more than 0
     */
    record RmsProp(double decay, double epsilon) implements UpdateRule {

        public RmsProp {
            fraction(decay, "decay");
            positive(epsilon);
        }

        @Override
        public List<String> slots() {
            return List.of("square");
        }

        @Override
        public Scalars scalars(double rate, long step) {
            return new Scalars((float) rate, (float) epsilon);
        }

        @Override
        public Update update(Graph g, Value weight, Value gradient, List<Value> slots, Value size, Value epsilon) {
            Value square = average(g, decay, slots.get(0), g.mul(gradient, gradient));
            Value direction = g.div(gradient, g.add(g.sqrt(square), epsilon));
            return new Update(g.sub(weight, g.mul(size, direction)), List.of(square));
        }

        @Override
        public String text() {
            return String.format(Locale.ROOT, "rmsprop decay %s epsilon %s", decay, epsilon);
        }

        @Override
        public String formula() {
            return "s ← ρ s + (1 − ρ) ∇², θ ← θ − α ∇ / (√s + ε)";
        }
    }

    /**
     * Adam (Kingma and Ba 2015, algorithm 1). The corrections of both averages are folded into the step size and ε.
     *
     * @param beta1 of the average of gradients, 0 to under 1
     * @param beta2 of the average of squares, 0 to under 1
     * @param epsilon ε, more than 0
     */
    record Adam(double beta1, double beta2, double epsilon) implements UpdateRule {

        public Adam {
            fraction(beta1, "beta1");
            fraction(beta2, "beta2");
            positive(epsilon);
        }

        @Override
        public List<String> slots() {
            return beta1 == 0 ? List.of("square") : List.of("square", "mean");
        }

        @Override
        public Scalars scalars(double rate, long step) {
            double mean = 1 - StrictMath.pow(beta1, (double) step + 1);
            double root = StrictMath.sqrt(1 - StrictMath.pow(beta2, (double) step + 1));
            return new Scalars((float) (rate * root / mean), (float) (epsilon * root));
        }

        @Override
        public Update update(Graph g, Value weight, Value gradient, List<Value> slots, Value size, Value epsilon) {
            Value square = average(g, beta2, slots.get(0), g.mul(gradient, gradient));
            Value mean = beta1 == 0 ? gradient : average(g, beta1, slots.get(1), gradient);
            Value direction = g.div(mean, g.add(g.sqrt(square), epsilon));
            return new Update(
                    g.sub(weight, g.mul(size, direction)), beta1 == 0 ? List.of(square) : List.of(square, mean));
        }

        @Override
        public String text() {
            return String.format(Locale.ROOT, "adam beta1 %s beta2 %s epsilon %s", beta1, beta2, epsilon);
        }

        @Override
        public String formula() {
            return "m ← β₁ m + (1 − β₁) ∇, s ← β₂ s + (1 − β₂) ∇², θ ← θ − α m̂ / (√ŝ + ε)";
        }
    }

    private static Value average(Graph g, double beta, Value before, Value now) {
        return g.add(g.mul(g.scalar((float) beta), before), g.mul(g.scalar((float) (1 - beta)), now));
    }

    private static void fraction(double number, String name) {
        if (!(number >= 0 && number < 1)) {
            throw new IllegalArgumentException(name + " is " + number + ", expected 0 to under 1");
        }
    }

    private static void positive(double epsilon) {
        if (!(epsilon > 0)) {
            throw new IllegalArgumentException("epsilon is " + epsilon + ", expected more than 0");
        }
    }
}
