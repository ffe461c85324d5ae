package io.saccade.cli;

import io.saccade.frame.FrameSize;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.TypeConversionException;

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
            WatchCommand.class,
            VerifyCommand.class,
            RedriveCommand.class,
            CapacityCommand.class,
            GanCommand.class
        },
        footer = {"", "Without a command: serve."})
public final class SaccadeCommand implements Callable<Integer> {

    /** Runs the command that the arguments name and returns the exit code: 0 well, 1 failed, 2 wrong usage. */
    public static int run(String... args) {
        return line().execute(args);
    }

    /** The command line before it has arguments. */
    static CommandLine line() {
        CommandLine line = new CommandLine(new SaccadeCommand());
        line.registerConverter(FrameSize.class, SaccadeCommand::size);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            command.getErr().println("saccade: " + OneLine.of(failure));
            return CommandLine.ExitCode.SOFTWARE;
        });
        return line;
    }

    private static FrameSize size(String text) {
        try {
            return FrameSize.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Integer call() {
        return new ServeCommand().call();
    }
}
