package io.saccade.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PacerTest {

    private static final long SECOND = 1_000_000_000L;

    private long now = 42;

    @Test
    void thePermitsFollowTheScheduleHoweverLongTheWorkTakes() throws InterruptedException {
        Pacer pacer = pacer(30);
        for (int i = 0; i < 3000; i++) {
            pacer.await();
            assertThat(now - 42).isCloseTo(i * SECOND / 30, org.assertj.core.data.Offset.offset(20_000_000L));
            now += i % 3 * 15_000_000L;
        }
    }

    @Test
    void aShortDelayIsMadeUp() throws InterruptedException {
        Pacer pacer = pacer(10);
        pacer.await();
        now += SECOND / 2;
        for (int i = 0; i < 9; i++) {
            pacer.await();
        }

        assertThat(now - 42).isEqualTo(9 * SECOND / 10);
    }

    @Test
    void aLongDelayIsNotRushedAfter() throws InterruptedException {
        Pacer pacer = pacer(10);
        pacer.await();
        now += 60 * SECOND;
        long late = now;
        pacer.await();
        pacer.await();

        assertThat(now - late).isEqualTo(SECOND / 10);
    }

    @Test
    void noRateIsNoWaiting() throws InterruptedException {
        Pacer pacer = pacer(0);
        for (int i = 0; i < 100; i++) {
            pacer.await();
        }

        assertThat(now).isEqualTo(42);
    }

    @Test
    void anImpossibleRateIsRefused() {
        assertThatThrownBy(() -> new Pacer(-1)).hasMessageContaining("got -1.0");
        assertThatThrownBy(() -> new Pacer(Double.NaN)).hasMessageContaining("got NaN");
    }

    private Pacer pacer(double rate) {
        return new Pacer(rate, () -> now, nanos -> now += nanos);
    }
}
