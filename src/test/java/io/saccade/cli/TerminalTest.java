package io.saccade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TerminalTest {

    private final StringWriter written = new StringWriter();

    @Test
    void progressIsWrittenOverOnATerminal() {
        Terminal terminal = new Terminal(new PrintWriter(written), true);
        terminal.progress("one");
        terminal.progress("two");
        terminal.note("news");

        assertThat(written.toString().lines().map(String::strip)).endsWith("news");
        assertThat(written.toString()).contains("\rone", "\rtwo").doesNotContain("one\n");
    }

    @Test
    void progressIsPlainLinesElsewhere() {
        Terminal terminal = new Terminal(new PrintWriter(written), false);
        terminal.progress("one");
        terminal.progress("two");
        terminal.finish();

        assertThat(written.toString().lines()).containsExactly("one", "two");
    }

    @Test
    void aShareOfTheWorkIsABarOnATerminal() {
        Terminal terminal = new Terminal(new PrintWriter(written), true);
        terminal.progress(0.31, () -> "step 31");
        terminal.progress(1, () -> "step 100");

        assertThat(written.toString()).contains("\r###------- step 31", "\r########## step 100");
    }

    @Test
    void aShareOfTheWorkIsShownNotMoreOftenThanItCanBeRead() {
        Terminal terminal = new Terminal(new PrintWriter(written), false);
        for (int i = 1; i <= 1000; i++) {
            int step = i;
            terminal.progress(i / 1000.0, () -> "step " + step);
        }

        assertThat(written.toString().lines())
                .startsWith("step 1")
                .endsWith("step 1000")
                .hasSizeLessThan(10);
    }
}
