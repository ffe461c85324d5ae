package io.saccade.cli;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.util.ExceptionUtil;
import java.net.BindException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
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

    private static final List<String> PORTS =
            List.of("quarkus.http.port", "quarkus.http.ssl-port", "quarkus.management.port");

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
        System.err.println("saccade: can't start: " + line(failure));
        return ExitCode.SOFTWARE;
    }

    private static String line(Throwable failure) {
        Throwable root = ExceptionUtil.getRootCause(failure);
        if (root instanceof QuarkusBindException port) {
            return taken(port.getHost(), port.getPort());
        }
        if (root instanceof BindException) { // of the management interface, which does not say where it was
            Config config = ConfigProvider.getConfig();
            return taken(
                    config.getValue("quarkus.management.host", String.class),
                    config.getValue("quarkus.management.port", Integer.class));
        }
        return OneLine.of(failure);
    }

    private static String taken(String host, int port) {
        Config config = ConfigProvider.getConfig();
        return "can't listen on " + host + ":" + port + ", which is taken: set "
                + PORTS.stream()
                        .filter(key -> config.getOptionalValue(key, Integer.class)
                                .filter(value -> value == port)
                                .isPresent())
                        .collect(Collectors.joining(" or "));
    }
}
