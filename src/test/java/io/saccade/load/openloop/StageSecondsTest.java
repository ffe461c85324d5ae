package io.saccade.load.openloop;

import static org.assertj.core.api.Assertions.assertThat;

import io.saccade.load.Metrics;
import org.junit.jupiter.api.Test;

class StageSecondsTest {

    private static final Metrics METRICS = new Metrics("""
            # TYPE saccade_stage_seconds summary
            saccade_stage_seconds_count{stage="decode"} 10
            saccade_stage_seconds_sum{stage="decode"} 0.025
            saccade_stage_seconds_sum{stage="commit"} 0.1
            saccade_stage_seconds_max{stage="decode"} 0.01
            saccade_stream_seconds_total{stage="committing"} 0.2
            saccade_frames_scored_total{camera="a"} 6.0
            saccade_frames_scored_total{camera="b"} 4.0
            saccade_frames_received_total{camera="b"} 5.0
            """);

    @Test
    void allStagesAreRead() {
        StageSeconds stages = StageSeconds.of(METRICS);

        assertThat(stages.frames()).isEqualTo(10);
        assertThat(stages.msPerFrame())
                .containsEntry("decode", 2.5)
                .containsEntry("commit", 10.0)
                .containsEntry("committing", 20.0);
    }

    @Test
    void whatCameSinceAReadingCounts() {
        StageSeconds before = StageSeconds.of(new Metrics("saccade_stage_seconds_sum{stage=\"decode\"} 0.005\n"
                + "saccade_frames_scored_total{camera=\"a\"} 2.0\n"));

        assertThat(StageSeconds.of(METRICS).since(before).msPerFrame()).containsEntry("decode", 2.5);
    }

    @Test
    void instancesAddUp() {
        StageSeconds one = StageSeconds.of(METRICS);

        assertThat(one.plus(one).frames()).isEqualTo(20);
        assertThat(one.plus(one).msPerFrame()).isEqualTo(one.msPerFrame());
    }

    @Test
    void withoutFramesThereIsNoTime() {
        assertThat(StageSeconds.NONE.msPerFrame()).isEmpty();
    }
}
