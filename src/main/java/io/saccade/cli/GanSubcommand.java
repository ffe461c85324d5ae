package io.saccade.cli;

import io.saccade.frame.RejectedException;
import io.saccade.gan.TrainingHaltedException;
import io.saccade.scoring.InvalidSettingException;
import io.saccade.tensor.MalformedTensorsException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.util.concurrent.Callable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command of the group {@code gan}: what goes wrong is one line, and wrong usage is told from what failed. */
abstract class GanSubcommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    /** The command was given something that it can't do; the message is one line. */
    static final class UsageException extends Exception {

        private static final long serialVersionUID = 1L;

        UsageException(String message) {
            super(message);
        }

        UsageException(IllegalArgumentException cause) {
            super(cause.getMessage(), cause);
        }
    }

    /** Does it. */
    abstract void run(PrintWriter out, Terminal terminal)
            throws UsageException, IOException, InterruptedException, MalformedTensorsException, RejectedException;

    @Override
    public final Integer call() throws InterruptedException {
        Terminal terminal = new Terminal(spec.commandLine().getErr());
        PrintWriter out = spec.commandLine().getOut();
        try {
            run(out, terminal);
            out.flush();
            return ExitCode.OK;
        } catch (UsageException | InvalidSettingException e) {
            return failed(terminal, e, ExitCode.USAGE);
        } catch (IOException | MalformedTensorsException | RejectedException | TrainingHaltedException e) {
            return failed(terminal, e, ExitCode.SOFTWARE);
        }
    }

    private int failed(Terminal terminal, Exception e, int exit) {
        boolean bare = e instanceof FileSystemException || e.getMessage() == null;
        terminal.note(spec.qualifiedName().replaceFirst("^saccade ", "") + ": " + (bare ? e : e.getMessage()));
        return exit;
    }
}
