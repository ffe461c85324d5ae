package io.saccade.load.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One direction of a plot.
 *
 * @param label what it shows, with its unit
 * @param from value at its beginning; more than 0 on a logarithmic axis
 * @param to value at its end
 */
public record Axis(String label, double from, double to, boolean isLogarithmic) {

    private static final int TICKS = 6;
    private static final double[] STEPS = {1, 2, 5};

    public Axis {
        if (!(from <= to) || isLogarithmic && !(from > 0)) {
            throw new IllegalArgumentException("no axis from " + from + " to " + to);
        }
    }

    /** Equal distances are equal differences. */
    public static Axis linear(String label, double from, double to) {
        return new Axis(label, from, to, false);
    }

    /** Equal distances are equal ratios. */
    public static Axis logarithmic(String label, double from, double to) {
        return new Axis(label, from, to, true);
    }

    /** Position of a value, 0 … 1 between the ends; where these are the same, in the middle. */
    double position(double value) {
        if (from == to) {
            return 0.5;
        }
        return isLogarithmic ? Math.log(value / from) / Math.log(to / from) : (value - from) / (to - from);
    }

    /** Round values between the ends. */
    List<Double> ticks() {
        return isLogarithmic ? logarithmicTicks() : linearTicks();
    }

    /** A tick as it is written. */
    static String text(double tick) {
        return tick == Math.rint(tick) ? String.format(Locale.ROOT, "%.0f", tick) : String.valueOf((float) tick);
    }

    private List<Double> linearTicks() {
        double rough = (to - from) / TICKS;
        double decade = Math.pow(10, Math.floor(Math.log10(rough)));
        double step = 10 * decade;
        for (int i = STEPS.length - 1; i >= 0; i--) {
            if (STEPS[i] * decade >= rough) {
                step = STEPS[i] * decade;
            }
        }
        List<Double> ticks = new ArrayList<>();
        for (double i = Math.ceil(from / step); from < to && i * step <= to; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    private List<Double> logarithmicTicks() {
        List<Double> ticks = new ArrayList<>();
        for (double decade = Math.pow(10, Math.floor(Math.log10(from))); decade <= to; decade *= 10) {
            for (double step : STEPS) {
                if (step * decade >= from && step * decade <= to) {
                    ticks.add(step * decade);
                }
            }
        }
        return ticks;
    }
}
