package io.saccade.http.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AllowanceTest {

    @Test
    void eachClientHasItsOwnAndIsToldWhenThereIsMore() {
        Allowance allowance = new Allowance(1, 3);

        for (int i = 0; i < 3; i++) {
            assertThat(allowance.take("10.0.0.1")).isZero();
        }

        assertThat(allowance.take("10.0.0.1")).isBetween(Duration.ofMillis(1), Duration.ofSeconds(1));
        assertThat(allowance.take("10.0.0.2")).isZero();
    }
}
