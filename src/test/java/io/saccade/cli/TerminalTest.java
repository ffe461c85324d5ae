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
}
