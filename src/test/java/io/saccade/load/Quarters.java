package io.saccade.load;

import java.util.ArrayList;
import java.util.List;

/** Samples over a run, and their means by quarter of it. */
final class Quarters {

    private static final double KIB_PER_MIB = 1024;

    private final List<Long> kib = new ArrayList<>();

    void add(long sampleKib) {
        kib.add(sampleKib);
    }

    double lastMib() {
        return kib.isEmpty() ? 0 : kib.get(kib.size() - 1) / KIB_PER_MIB;
    }

    double peakMib() {
        return kib.stream().mapToLong(Long::longValue).max().orElse(0) / KIB_PER_MIB;
    }

    /** Mean in MiB of the quarter 0 to 3. */
    double mib(int quarter) {
        return kib.subList(kib.size() * quarter / 4, kib.size() * (quarter + 1) / 4).stream()
                        .mapToLong(Long::longValue)
                        .average()
                        .orElse(0)
                / KIB_PER_MIB;
    }
}
