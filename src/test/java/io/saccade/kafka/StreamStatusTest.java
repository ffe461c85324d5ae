package io.saccade.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.saccade.kafka.StreamStatus.Stage;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StreamStatusTest {

    private static final Duration PATIENCE = Duration.ofSeconds(45);

    private final AtomicLong clock = new AtomicLong();
    private final StreamStatus status = new StreamStatus(clock::get);

    @Test
    void waitingForKafkaAtTheStartIsNoStall() {
        pass(600);
        assertThat(status.snapshot().stalled(PATIENCE)).isFalse();
    }

    @Test
    void withoutWorkItGetsOnByPolling() {
        status.enter(Stage.POLLING);
        for (int i = 0; i < 10; i++) {
            pass(30);
            status.polled(0, 0, 0);
        }
        assertThat(status.snapshot().stalled(PATIENCE)).isFalse();
    }

    @Test
    void lagWithoutACommitIsAStall() {
        status.enter(Stage.POLLING);
        status.polled(7, 3, 1);
        pass(44);
        status.polled(7, 3, 1);
        assertThat(status.snapshot().stalled(PATIENCE)).isFalse();
        pass(2);
        assertThat(status.snapshot().stalled(PATIENCE)).isTrue();
        assertThat(status.snapshot().lagRecords()).isEqualTo(10);

        status.committed();
        assertThat(status.snapshot().stalled(PATIENCE)).isFalse();
    }

    @Test
    void aThreadThatDoesNotComeRoundIsAStall() {
        status.enter(Stage.POLLING);
        status.polled(0, 0, 0);
        pass(46);
        assertThat(status.snapshot().stalled(PATIENCE)).isTrue();
    }

    @Test
    void aFailureThatDoesNotEndIsAStallAndSaysItsCause() {
        status.enter(Stage.RECOVERING);
        status.failed("TimeoutException: no answer");
        pass(46);
        status.polled(0, 0, 0);
        assertThat(status.snapshot().stalled(PATIENCE)).isTrue();
        assertThat(status.snapshot().failure()).contains("TimeoutException: no answer");

        status.recovered();
        status.polled(0, 0, 0);
        assertThat(status.snapshot().stalled(PATIENCE)).isFalse();
    }

    @Test
    void itKnowsHowLongItWasInEachStage() {
        status.enter(Stage.POLLING);
        pass(3);
        status.enter(Stage.SCORING);
        pass(2);
        status.enter(Stage.POLLING);
        pass(1);
        assertThat(status.timeIn(Stage.POLLING)).isEqualTo(Duration.ofSeconds(4));
        assertThat(status.timeIn(Stage.SCORING)).isEqualTo(Duration.ofSeconds(2));
        assertThat(status.timeIn(Stage.COMMITTING)).isZero();
    }

    private void pass(int seconds) {
        clock.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }
}
