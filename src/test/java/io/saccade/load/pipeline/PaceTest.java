package io.saccade.load.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.saccade.load.pipeline.Pace.Sample;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final double EXACT = 1e-9;

    @Test
    void theFirstHalfOfTheTimeDoesNotCount() {
        Pace pace = new Pace(List.of(at(10, 1, 5, 2), at(12, 101, 20, 4), at(15, 401, 26, 7), at(20, 901, 36, 12)));
        assertThat(pace.frames()).isEqualTo(901);
        assertThat(pace.framesPerSecond()).isEqualTo(100, within(EXACT));
        assertThat(pace.ownMs()).isEqualTo(20, within(EXACT));
        assertThat(pace.brokerMs()).isEqualTo(10, within(EXACT));
    }

    @Test
    void countingBeginsWithACommit() {
        Pace pace = new Pace(List.of(at(0, 16, 0, 0), at(1, 32, 0, 0), at(6, 48, 0, 0), at(10, 64, 0, 0)));
        assertThat(pace.framesPerSecond()).isEqualTo(4, within(EXACT));
    }

    @Test
    void aLastCommitByItselfIsNoRate() {
        Pace pace = new Pace(List.of(at(0, 16, 0, 0), at(1, 32, 0, 0), at(10, 66, 0, 0)));
        assertThat(pace.framesPerSecond()).isEqualTo(5, within(EXACT));
    }

    @Test
    void twoCommitsAreTooFew() {
        assertThatThrownBy(() -> new Pace(List.of(at(0, 16, 0, 0), at(1, 32, 0, 0))))
                .hasMessage("expected at least 3 commits, got 2: take more frames");
    }

    private static Sample at(int seconds, long frames, int ownSeconds, int brokerSeconds) {
        return new Sample(
                TimeUnit.SECONDS.toNanos(seconds),
                frames,
                Duration.ofSeconds(ownSeconds),
                Duration.ofSeconds(brokerSeconds));
    }
}
