package io.saccade.kafka.replay;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** Counts frames and findings; threads may share one. */
public final class Tally {

    private final LongAdder frames = new LongAdder();
    private final Map<Finding, LongAdder> findings = new EnumMap<>(Finding.class);

    Tally() {
        Arrays.stream(Finding.values()).forEach(finding -> findings.put(finding, new LongAdder()));
    }

    void frame() {
        frames.increment();
    }

    void add(Finding finding, int count) {
        adder(finding).add(count);
    }

    /** Frames looked at. */
    public long frames() {
        return frames.sum();
    }

    /** How often that was found. */
    public long count(Finding finding) {
        return adder(finding).sum();
    }

    /** All counts, as {@code frames=12 equal=11 rejected=1 …}. */
    @Override
    public String toString() {
        return "frames=" + frames()
                + Arrays.stream(Finding.values())
                        .map(finding -> " " + finding.label() + "=" + count(finding))
                        .collect(Collectors.joining());
    }

    private LongAdder adder(Finding finding) {
        return Objects.requireNonNull(findings.get(finding));
    }
}
