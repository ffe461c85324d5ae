package io.saccade.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line as a whole. */
@Command(
        name = "saccade",
        description = "Turns camera streams on Kafka into live attention.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "[COMMAND]",
        subcommands = {
            ServeCommand.class,
            ScoreCommand.class,
            CalibrateCommand.class,
            IngestCommand.class,
            WatchCommand.class
        },
        footer = {"", "Without a command: serve."})
public final class SaccadeCommand implements Callable<Integer> {

    /** Runs the command that the arguments name and returns the exit code: 0 well, 1 failed, 2 wrong usage. */
    public static int run(String... args) {
        CommandLine line = new CommandLine(new SaccadeCommand());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            command.getErr().println("saccade: " + OneLine.of(failure));
            return CommandLine.ExitCode.SOFTWARE;
        });
        return line.execute(args);
    }

    @Override
    public Integer call() {
        return new ServeCommand().call();
    }
}
