package io.saccade.load.openloop;

import io.saccade.broker.Logs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Plays a scenario of open-loop load: {@code load-tests/openloop}. The last line is {@code openloop: key=value …}; the exit
 * code is 0 only if nothing was lost, doubled, disordered or wrong.
 */
@Command(
        name = "openloop",
        description = "Latency and correctness under open-loop load.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
public final class OpenLoop implements Callable<Integer> {

    @Parameters(index = "0", hidden = true, description = "The packaged service.")
    private Path jar;

    @Parameters(
            index = "1",
            converter = ScenarioConverter.class,
            completionCandidates = ScenarioNames.class,
            description = "${COMPLETION-CANDIDATES}.")
    private Scenario scenario;

    @Option(
            names = "--rate",
            description = "Frames per second that count as full load, instead of finding the capacity.")
    private @Nullable Double rate;

    @Option(names = "--seconds", defaultValue = "60", description = "Of each stretch that is held.")
    private int seconds;

    @Mixin
    private LoadSettings settings;

    /** Runs it. */
    public static void main(String[] args) {
        Logs.onlyErrors();
        System.exit(commandLine(new OpenLoop()).execute(args));
    }

    /** A command of this package: enums in lower case, failures in one line. */
    static CommandLine commandLine(Callable<Integer> command) {
        CommandLine line = new CommandLine(command);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((failure, failed, parsed) -> {
            failed.getErr().println(line.getCommandName() + ": " + failure);
            return CommandLine.ExitCode.SOFTWARE;
        });
        return line;
    }

    @Override
    public Integer call() throws Exception {
        try (LoadSession session = new LoadSession(jar, settings, System.out)) {
            String results = scenario.run(session, new Plan(rate, Duration.ofSeconds(seconds)));
            Verdict verdict = session.verdict();
            System.out.println("openloop: scenario=" + scenario + " " + results + " frames=" + session.frames()
                    + " superseded=" + session.outcomes().count(Output.Kind.SUPERSEDED) + " " + verdict);
            return verdict.isClean() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        }
    }

    /** Reads a scenario as it is written. */
    static final class ScenarioConverter implements ITypeConverter<Scenario> {
        @Override
        public Scenario convert(String text) {
            return Arrays.stream(Scenario.values())
                    .filter(scenario -> scenario.toString().equals(text))
                    .findFirst()
                    .orElseThrow(() -> new CommandLine.TypeConversionException(
                            "'" + text + "' is none of " + Arrays.toString(Scenario.values())));
        }
    }

    /** The scenarios as they are written. */
    static final class ScenarioNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Scenario.values()).map(Scenario::toString).iterator();
        }
    }
}
