package io.saccade.gan.step;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A learning rate and the rule that uses it.
 *
 * @param rate α, more than 0
 */
public record Optimiser(double rate, UpdateRule rule) {

    private static final double EPSILON = 1e-8;

    public Optimiser {
        if (!(rate > 0) || Double.isInfinite(rate)) {
            throw new IllegalArgumentException("the learning rate is " + rate + ", expected more than 0");
        }
    }

    /**
     * Reads {@code sgd 0.1}, {@code momentum 0.01 [beta 0.9]}, {@code rmsprop 0.001 [decay 0.9] [epsilon 1e-8]} or
     * {@code adam 0.001 [beta1 0.9] [beta2 0.999] [epsilon 1e-8]}.
     *
     * @throws IllegalArgumentException if the text is none of them
     */
    public static Optimiser parse(String text) {
        List<String> words = new ArrayList<>(Arrays.asList(text.strip().split("\\s+", -1)));
        try {
            if (words.size() < 2) {
                throw new IllegalArgumentException("expected a rule and a learning rate, such as adam 0.0002");
            }
            String name = words.remove(0);
            double rate = number(words.remove(0));
            UpdateRule rule =
                    switch (name) {
                        case "sgd" -> new UpdateRule.Sgd();
                        case "momentum" -> new UpdateRule.Momentum(option(words, "beta", 0.9));
                        case "rmsprop" ->
                            new UpdateRule.RmsProp(option(words, "decay", 0.9), option(words, "epsilon", EPSILON));
                        case "adam" ->
                            new UpdateRule.Adam(
                                    option(words, "beta1", 0.9),
                                    option(words, "beta2", 0.999),
                                    option(words, "epsilon", EPSILON));
                        default ->
                            throw new IllegalArgumentException(
                                    "'" + name + "' is not a rule, expected sgd, momentum, rmsprop or adam");
                    };
            if (!words.isEmpty()) {
                throw new IllegalArgumentException("'" + words.get(0) + "' is not expected here");
            }
            return new Optimiser(rate, rule);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("optimiser '" + text + "': " + e.getMessage(), e);
        }
    }

    /** As it is written in settings. */
    public String text() {
        String[] words = rule.text().split(" ", 2);
        return words[0] + " " + rate + (words.length == 1 ? "" : " " + words[1]);
    }

    private static double option(List<String> words, String name, double otherwise) {
        int at = words.indexOf(name);
        if (at < 0) {
            return otherwise;
        }
        if (at + 1 == words.size()) {
            throw new IllegalArgumentException("expected a number behind '" + name + "'");
        }
        words.remove(at);
        return number(words.remove(at));
    }

    private static double number(String word) {
        try {
            return Double.parseDouble(word);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + word + "' is not a number", e);
        }
    }
}
