package io.saccade.ops;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogFieldsTest {

    @Test
    void aNameCannotEndItsLineOrFillTheLog() {
        assertThat(LogFields.name("gate")).isEqualTo("gate");
        assertThat(LogFields.name("gate\n12:00:00 INFO all is well\u001b[31m"))
                .isEqualTo("gate?12:00:00 INFO all is well?[31m");
        assertThat(LogFields.name("x".repeat(4096))).hasSize(201).endsWith("…");
    }
}
