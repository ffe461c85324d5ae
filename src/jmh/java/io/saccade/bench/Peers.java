package io.saccade.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs that are measured beside ours, each in a process of its own and on one thread. */
public final class Peers {

    /** Settings that would slow matrix products down. */
    private static final List<String> UNSET = List.of("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE");

    private static final List<String> THREADS = List.of("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS");

    private Peers() {}

    /**
     * A Python interpreter that has a module.
     *
     * @param command the interpreter
     * @param version of the module
     */
    public record Python(String command, String version) {

        /** The first of {@code $PYTHON}, {@code python3} and {@code /usr/bin/python3} that has the module. */
        public static Optional<Python> with(String module) throws InterruptedException {
            for (String python : Stream.of(System.getenv("PYTHON"), "python3", "/usr/bin/python3")
                    .filter(Objects::nonNull)
                    .toList()) {
                try {
                    String version = run(List.of(python, "-c", "import " + module + " as m; print(m.__version__)"));
                    return Optional.of(new Python(python, version.strip()));
                } catch (IOException e) {
                    // not that one
                }
            }
            return Optional.empty();
        }
    }

    /**
     * What a program prints.
     *
     * @throws IOException if it can't be started, or ends with another code than 0
     */
    public static String run(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        UNSET.forEach(builder.environment()::remove);
        THREADS.forEach(threads -> builder.environment().put(threads, "1"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + process.exitValue());
        }
        return output;
    }
}
