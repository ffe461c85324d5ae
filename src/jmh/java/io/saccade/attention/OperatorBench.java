package io.saccade.attention;

import io.saccade.attention.OperatorBenchmark.Form;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs {@link OperatorBenchmark} side by side: every case once in each of several rounds, so that a busy moment of the
 * machine falls on all alike; medians over the rounds.
 */
public final class OperatorBench {

    private static final int ROUNDS = 3;
    private static final String VGA = "640x480";
    private static final String FULL_HD = "1920x1080";

    private OperatorBench() {}

    private record Case(Form form, String size, int channels) {}

    /** Prints a table, and the line {@code bench operator: …}. */
    public static void main(String[] args) throws RunnerException {
        List<Case> cases = new ArrayList<>();
        for (int channels : new int[] {1, 4, 8}) {
            for (Form form : List.of(Form.EXPONENTIAL, Form.QUADRATIC, Form.MATMUL_SOFTMAX, Form.JAVA)) {
                cases.add(new Case(form, VGA, channels));
            }
        }
        cases.add(new Case(Form.CONV_SOFTMAX, VGA, 4));
        cases.add(new Case(Form.TABLE, VGA, 4));
        for (Form form : List.of(Form.EXPONENTIAL, Form.QUADRATIC, Form.MATMUL_SOFTMAX)) {
            cases.add(new Case(form, FULL_HD, 4));
        }
        Map<Case, List<Double>> times = new LinkedHashMap<>();
        for (int round = 1; round <= ROUNDS; round++) {
            for (Case each : cases) {
                double milliseconds = time(each);
                times.computeIfAbsent(each, key -> new ArrayList<>()).add(milliseconds);
                System.out.printf(
                        Locale.ROOT,
                        "round %d of %d: %-14s %9s  channels %d  %8.2f ms%n",
                        round,
                        ROUNDS,
                        each.form(),
                        each.size(),
                        each.channels(),
                        milliseconds);
            }
        }
        table(times);
    }

    private static double time(Case each) throws RunnerException {
        RunResult result = new Runner(new OptionsBuilder()
                        .include(OperatorBenchmark.class.getSimpleName() + "\\.frame")
                        .param("form", each.form().name())
                        .param("size", each.size())
                        .param("channels", String.valueOf(each.channels()))
                        .forks(1)
                        .jvmArgsAppend("-Xmx4g")
                        .warmupIterations(1)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(2)
                        .measurementTime(TimeValue.milliseconds(700))
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .runSingle();
        return result.getPrimaryResult().getScore();
    }

    private static void table(Map<Case, List<Double>> times) {
        System.out.printf(
                "%n%-14s %9s %8s %10s %22s%n", "form", "size", "channels", "median ms", "MatMul-Softmax / this");
        times.forEach((each, all) -> {
            List<Double> naive = times.get(new Case(Form.MATMUL_SOFTMAX, each.size(), each.channels()));
            System.out.printf(
                    Locale.ROOT,
                    "%-14s %9s %8d %10.2f %22.1f%n",
                    each.form(),
                    each.size(),
                    each.channels(),
                    median(all),
                    median(naive) / median(all));
        });
        double ours = median(times.get(new Case(Form.EXPONENTIAL, VGA, 4)));
        double naive = median(times.get(new Case(Form.MATMUL_SOFTMAX, VGA, 4)));
        System.out.printf(
                Locale.ROOT,
                "%nbench operator: ratio-to-naive=%.1f ours-ms=%.2f naive-ms=%.2f size=640x480x3 channels=4%n",
                naive / ours,
                ours,
                naive);
    }

    private static double median(List<Double> numbers) {
        return numbers.stream().sorted().skip(numbers.size() / 2).findFirst().orElseThrow();
    }
}
