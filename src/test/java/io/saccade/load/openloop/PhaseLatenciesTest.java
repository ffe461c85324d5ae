package io.saccade.load.openloop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PhaseLatenciesTest {

    /** Three significant digits. */
    private static final Offset<Double> DIGITS = within(1.0);

    @Test
    void percentilesAreOfThePhaseAlone() {
        PhaseLatencies latencies = new PhaseLatencies();
        for (int ms = 1; ms <= 1000; ms++) {
            latencies.record("slow", Duration.ofMillis(ms).toNanos());
        }
        latencies.record("fast", Duration.ofMillis(2).toNanos());

        Latency slow = latencies.of("slow");
        assertThat(slow.count()).isEqualTo(1000);
        assertThat(slow.p50()).isCloseTo(500, DIGITS);
        assertThat(slow.p90()).isCloseTo(900, DIGITS);
        assertThat(slow.p99()).isCloseTo(990, DIGITS);
        assertThat(slow.p999()).isCloseTo(999, DIGITS);
        assertThat(slow.max()).isCloseTo(1000, DIGITS);
        assertThat(latencies.of("fast").count()).isEqualTo(1);
        assertThat(latencies.of("fast").max()).isCloseTo(2, within(0.01));
    }

    @Test
    void aStallIsInEveryFrameThatWasDueMeanwhile() {
        PhaseLatencies latencies = new PhaseLatencies();
        long stallEnds = Duration.ofSeconds(2).toNanos();
        for (long due = 0; due < Duration.ofSeconds(10).toNanos(); due += 10_000_000) {
            latencies.record("stalled", Math.max(due + 5_000_000, stallEnds) - due);
        }

        Latency stalled = latencies.of("stalled");
        assertThat(stalled.p50()).isCloseTo(5, within(0.1));
        assertThat(stalled.p90()).isCloseTo(1000, within(20.0));
        assertThat(stalled.max()).isCloseTo(2000, within(5.0));
    }

    @Test
    void nothingIsKnownOfAnotherPhase() {
        assertThat(new PhaseLatencies().of("none").count()).isZero();
    }
}
