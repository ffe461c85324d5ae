package io.saccade.gan;

import io.saccade.gan.StepBenchmark.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs {@link StepBenchmark} and PyTorch in turns, case by case in each of several rounds, so that a busy moment of the machine
 * falls on both. Times are medians of the rounds' medians, ratios medians of the rounds' ratios.
 */
public final class StepBench {

    private static final int ROUNDS = 5;
    private static final double MEDIAN = 50;

    /** PyTorch's forms: as its tutorial is written, and with all that can be saved. */
    private static final String USUAL = "usual";

    private static final String LEAN = "lean";

    private StepBench() {}

    private record Case(Shape shape, String optimiser) {

        @Override
        public String toString() {
            return shape + " " + optimiser;
        }
    }

    /** Milliseconds of a case in each round. */
    private record Times(List<Double> ours, List<Double> usual, List<Double> lean) {

        Times() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }

        double ratio(List<Double> theirs) {
            List<Double> ratios = new ArrayList<>();
            for (int round = 0; round < ours.size(); round++) {
                ratios.add(theirs.get(round) / ours.get(round));
            }
            return median(ratios);
        }
    }

    /** Prints a table, and the line {@code bench gan: …}. */
    public static void main(String[] args) throws RunnerException, IOException, InterruptedException {
        Optional<PyTorch> peer = PyTorch.find();
        System.out.println(peer.map(found -> "PyTorch " + found.version() + " of " + found.python())
                .orElse("no PyTorch here ($PYTHON, python3, /usr/bin/python3): only our own numbers"));
        Map<Case, Times> times = new LinkedHashMap<>();
        for (int round = 1; round <= ROUNDS; round++) {
            for (String optimiser : List.of("sgd", "adam")) {
                for (Shape shape : Shape.values()) {
                    Case each = new Case(shape, optimiser);
                    Times all = times.computeIfAbsent(each, key -> new Times());
                    all.ours().add(time(each));
                    String beside = peer.isPresent() ? beside(peer.get(), each, all) : "";
                    System.out.printf(
                            Locale.ROOT,
                            "round %d of %d: %-9s %7.3f ms%s%n",
                            round,
                            ROUNDS,
                            each,
                            last(all.ours()),
                            beside);
                }
            }
        }
        table(times, peer.isPresent());
        lastLine(times, peer.isPresent());
    }

    private static String beside(PyTorch peer, Case each, Times all) throws IOException, InterruptedException {
        Map<String, Double> theirs = peer.times(each.shape().sample(), each.optimiser());
        all.usual().add(theirs.get(USUAL));
        all.lean().add(theirs.get(LEAN));
        return String.format(Locale.ROOT, "   PyTorch %7.3f ms, lean %7.3f ms", last(all.usual()), last(all.lean()));
    }

    private static double time(Case each) throws RunnerException {
        RunResult result = new Runner(new OptionsBuilder()
                        .include(StepBenchmark.class.getSimpleName() + "\\.step")
                        .param("shape", each.shape().name())
                        .param("optimiser", each.optimiser())
                        .forks(1)
                        .warmupIterations(1)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(2)
                        .measurementTime(TimeValue.seconds(1))
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .runSingle();
        return result.getPrimaryResult().getStatistics().getPercentile(MEDIAN);
    }

    private static void table(Map<Case, Times> times, boolean beside) {
        System.out.printf(
                "%n%-10s %9s %12s %7s %17s %7s%n",
                "case", "median ms", "PyTorch ms", "ratio", "lean PyTorch ms", "ratio");
        times.forEach((each, all) -> {
            System.out.printf(Locale.ROOT, "%-10s %9.3f", each, median(all.ours()));
            if (beside) {
                System.out.printf(
                        Locale.ROOT,
                        " %12.3f %7.2f %17.3f %7.2f",
                        median(all.usual()),
                        all.ratio(all.usual()),
                        median(all.lean()),
                        all.ratio(all.lean()));
            }
            System.out.println();
        });
    }

    private static void lastLine(Map<Case, Times> times, boolean beside) {
        Times small = times.get(new Case(Shape.K2, "sgd"));
        Times large = times.get(new Case(Shape.K768, "sgd"));
        String ratios = beside
                ? String.format(
                        Locale.ROOT,
                        " ratio-to-pytorch-k2=%.2f ratio-to-pytorch-k768=%.2f ratio-to-lean-pytorch-k2=%.2f"
                                + " ratio-to-lean-pytorch-k768=%.2f",
                        small.ratio(small.usual()),
                        large.ratio(large.usual()),
                        small.ratio(small.lean()),
                        large.ratio(large.lean()))
                : "";
        System.out.printf(
                Locale.ROOT,
                "%nbench gan:%s ms-k2=%.3f ms-k768=%.3f%n",
                ratios,
                median(small.ours()),
                median(large.ours()));
    }

    private static double last(List<Double> numbers) {
        return numbers.get(numbers.size() - 1);
    }

    private static double median(List<Double> numbers) {
        return numbers.stream().sorted().skip(numbers.size() / 2).findFirst().orElseThrow();
    }
}
