package io.saccade.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CountdownTest {

    private final AtomicLong clock = new AtomicLong();

    @Test
    void itIsOverWhenItsTimeWasWaitedFor() {
        Countdown left = new Countdown(Duration.ofMillis(120), clock::get);
        assertThat(waitFor(left.slice())).isEqualTo(50);
        assertThat(left.isOver()).isFalse();
        assertThat(waitFor(left.slice())).isEqualTo(50);
        assertThat(waitFor(left.slice())).isEqualTo(20);
        assertThat(left.isOver()).isTrue();
    }

    @Test
    void aPauseOfTheProcessHardlyCounts() {
        Countdown left = new Countdown(Duration.ofSeconds(2), clock::get);
        clock.addAndGet(Duration.ofMinutes(1).toNanos());
        assertThat(left.isOver()).isFalse();
    }

    private long waitFor(long nanos) {
        clock.addAndGet(nanos);
        return Duration.ofNanos(nanos).toMillis();
    }
}
