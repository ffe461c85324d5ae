package io.saccade.cli;

import io.quarkus.runtime.Quarkus;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;

/** Runs the service until it is told to stop. */
@Command(
        name = "serve",
        description = "Scores the frames topic until it is stopped (the default).",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Settings come from environment variables (KAFKA_BOOTSTRAP_SERVERS, SACCADE_…), from",
            "-Dkey=value before -jar, or from config/application.properties in the working directory."
        })
final class ServeCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        AtomicInteger exit = new AtomicInteger(ExitCode.OK);
        Quarkus.run(null, (code, failure) -> exit.set(report(code, failure)));
        return exit.get();
    }

    /** Quarkus would print a stack trace; a setting that is wrong is worth one line. */
    private static int report(int code, @Nullable Throwable failure) {
        if (failure == null) {
            return code;
        }
        System.err.println("saccade: can't start: " + OneLine.of(failure));
        return ExitCode.SOFTWARE;
    }
}
