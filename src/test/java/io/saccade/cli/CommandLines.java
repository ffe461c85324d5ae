package io.saccade.cli;

import java.util.List;

/** Whether arguments are a command of ours, for tests of what is written elsewhere. */
public final class CommandLines {

    private CommandLines() {}

    /**
     * Parses arguments as the program does, without doing anything.
     *
     * @throws picocli.CommandLine.ParameterException if they are wrong usage
     */
    public static void parse(List<String> arguments) {
        SaccadeCommand.line().parseArgs(arguments.toArray(String[]::new));
    }
}
