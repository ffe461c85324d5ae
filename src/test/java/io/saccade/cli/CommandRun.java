package io.saccade.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;

/** What a command did when run in this process. */
record CommandRun(int exit, String out, String err) {

    static CommandRun of(String command, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = SaccadeCommand.line()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(Stream.concat(Stream.of(command), Stream.of(arguments)).toArray(String[]::new));
        return new CommandRun(exit, out.toString(), err.toString());
    }
}
