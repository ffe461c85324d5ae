package io.saccade.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Times of several cases, each measured once in each of several rounds, so that a busy moment of the machine falls on all
 * alike.
 *
 * @param <C> a case: an equal one names the same times, its text is printed
 */
public final class Rounds<C> {

    private final Map<C, List<Double>> times = new LinkedHashMap<>();

    /** Measures a case, in ms. */
    @FunctionalInterface
    public interface Stopwatch<C> {

        /** Milliseconds of one execution of a case. */
        double time(C each) throws Exception;
    }

    /** Measures the cases in their order, round by round, and prints each time. */
    public static <C> Rounds<C> run(int rounds, List<C> cases, Stopwatch<C> stopwatch) throws Exception {
        Rounds<C> all = new Rounds<>();
        for (int round = 1; round <= rounds; round++) {
            for (C each : cases) {
                double milliseconds = stopwatch.time(each);
                all.times.computeIfAbsent(each, key -> new ArrayList<>()).add(milliseconds);
                System.out.printf(Locale.ROOT, "round %d of %d: %-42s %9.3f ms%n", round, rounds, each, milliseconds);
            }
        }
        return all;
    }

    /** Whether a case was measured. */
    public boolean has(C each) {
        return times.containsKey(each);
    }

    /** Median milliseconds of a case over the rounds. */
    public double ms(C each) {
        return median(times.get(each));
    }

    /** How many times as long as {@code other} a case took: the median of the rounds' ratios. */
    public double ratio(C each, C other) {
        List<Double> over = times.get(each);
        List<Double> under = times.get(other);
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < over.size(); round++) {
            ratios.add(over.get(round) / under.get(round));
        }
        return median(ratios);
    }

    /** Prints each case with its median. */
    public void print() {
        System.out.printf("%n%-42s %9s%n", "case", "median ms");
        times.forEach((each, all) -> System.out.printf(Locale.ROOT, "%-42s %9.3f%n", each, median(all)));
    }

    private static double median(List<Double> numbers) {
        return numbers.stream().sorted().skip(numbers.size() / 2).findFirst().orElseThrow();
    }
}
