package io.saccade.gan.net;

import java.util.Arrays;
import java.util.Locale;

/** The function g at the end of a layer, A = g(z), number by number. */
public enum Activation {
    /** g(z) = z. */
    LINEAR(1),
    /** g(z) = max(0, z). */
    RELU(2),
    /** g(z) = z where z &gt; 0, else {@value #LEAK} z. */
    LEAKY_RELU(2 / (1 + Activation.LEAK * Activation.LEAK)),
    /** g(z) = tanh z. */
    TANH(1),
    /** g(z) = 1 / (1 + exp(−z)). */
    SIGMOID(1);

    /** Slope of the leaky rectifier where z is not positive. */
    public static final double LEAK = 0.2;

    private final double gain;

    Activation(double gain) {
        this.gain = gain;
    }

    /** Variance that initial weights of one input would need for z of variance 1 (He et al. 2015, equation 15). */
    public double gain() {
        return gain;
    }

    /** g(z). */
    public double apply(double z) {
        return switch (this) {
            case LINEAR -> z;
            case RELU -> Math.max(0, z);
            case LEAKY_RELU -> z > 0 ? z : LEAK * z;
            case TANH -> StrictMath.tanh(z);
            case SIGMOID -> 1 / (1 + StrictMath.exp(-z));
        };
    }

    /** The name in settings: {@code linear}, {@code relu}, {@code leaky-relu}, {@code tanh}, {@code sigmoid}. */
    public String settingName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether a word is one of the names; {@code leaky_relu} is too. */
    static boolean isName(String word) {
        return Arrays.stream(values()).anyMatch(each -> each.is(word));
    }

    /**
     * The activation of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Activation named(String word) {
        return Arrays.stream(values())
                .filter(each -> each.is(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + word + "' is not an activation, expected one of "
                        + Arrays.stream(values()).map(Activation::settingName).toList()));
    }

    private boolean is(String word) {
        return word.replace('_', '-').equalsIgnoreCase(settingName());
    }
}
