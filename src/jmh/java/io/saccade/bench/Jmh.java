package io.saccade.bench;

import java.util.Map;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs one case of a JMH benchmark in a JVM of its own, for some three seconds. */
public final class Jmh {

    private static final double MEDIAN = 50;

    private Jmh() {}

    /**
     * Median milliseconds of an operation.
     *
     * @param benchmark a class with a single benchmark, in mode {@code SampleTime} and milliseconds
     * @param parameters its parameters by name
     */
    public static double median(Class<?> benchmark, Map<String, String> parameters) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("\\." + benchmark.getSimpleName() + "\\.")
                .forks(1)
                .jvmArgsAppend("-Xmx4g")
                .warmupIterations(1)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(2)
                .measurementTime(TimeValue.milliseconds(600))
                .verbosity(VerboseMode.SILENT);
        parameters.forEach(options::param);
        return new Runner(options.build())
                .runSingle()
                .getPrimaryResult()
                .getStatistics()
                .getPercentile(MEDIAN);
    }
}
