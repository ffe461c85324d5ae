package io.saccade.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricsTest {

    private static final Metrics METRICS = new Metrics("""
            # TYPE saccade_frames_scored counter
            saccade_frames_scored_total{camera="a"} 12.0
            saccade_frames_scored_total{camera="b, {c}"} 30.0
            saccade_commits_total 7.0
            saccade_stage_seconds_sum{stage="decode"} 1.5
            saccade_stage_seconds_sum{stage="encode"} 2.5E-1
            saccade_stage_seconds_max{stage="decode"} 9.0
            """);

    @Test
    void seriesOfAMetricAreAddedUp() {
        assertThat(METRICS.sum("saccade_frames_scored_total")).isEqualTo(42);
        assertThat(METRICS.sum("saccade_commits_total")).isEqualTo(7);
        assertThat(METRICS.sum("saccade_frames")).as("no part of a name").isZero();
    }

    @Test
    void seriesAreAddedUpByTheValuesOfALabel() {
        assertThat(METRICS.sums("saccade_stage_seconds_sum", "stage"))
                .containsOnly(Map.entry("decode", 1.5), Map.entry("encode", 0.25));
        assertThat(METRICS.sums("saccade_commits_total", "stage")).isEmpty();
    }

    @Test
    void aLabelPicksItsSeries() {
        assertThat(METRICS.sum("saccade_stage_seconds_sum", "stage=\"encode\"")).isEqualTo(0.25);
        assertThat(METRICS.sum("saccade_stage_seconds_sum", "stage=\"poll\"")).isZero();
    }
}
