package io.saccade.load.openloop;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Latencies by the phase that a frame was due in, whenever it came out. Histograms keep three significant digits. */
final class PhaseLatencies {

    private static final int DIGITS = 3;

    private final Map<String, Histogram> micros = new HashMap<>();

    synchronized void record(String phase, long nanos) {
        micros.computeIfAbsent(phase, name -> new Histogram(DIGITS))
                .recordValue(Math.max(0, TimeUnit.NANOSECONDS.toMicros(nanos)));
    }

    /** What is known of a phase; a count of 0 if nothing is. */
    synchronized Latency of(String phase) {
        return Latency.of(micros.getOrDefault(phase, new Histogram(DIGITS)));
    }
}
