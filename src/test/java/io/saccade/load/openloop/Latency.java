package io.saccade.load.openloop;

import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * What a histogram of latencies says, in ms.
 *
 * @param count frames
 * @param p50 median
 * @param p999 the 99.9th percentile
 */
record Latency(long count, double p50, double p90, double p99, double p999, double max) {

    private static final double MICROS_PER_MS = 1e3;

    /** Of a histogram in µs. */
    static Latency of(Histogram micros) {
        return new Latency(
                micros.getTotalCount(),
                ms(micros.getValueAtPercentile(50)),
                ms(micros.getValueAtPercentile(90)),
                ms(micros.getValueAtPercentile(99)),
                ms(micros.getValueAtPercentile(99.9)),
                ms(micros.getMaxValue()));
    }

    private static double ms(long micros) {
        return micros / MICROS_PER_MS;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "p50-ms=%.1f p90-ms=%.1f p99-ms=%.1f p99.9-ms=%.1f max-ms=%.1f", p50, p90, p99, p999, max);
    }
}
