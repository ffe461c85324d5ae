package io.saccade.gan;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The peer of {@link StepBenchmark}: {@code load-tests/peers/gan_step.py}, in a process of its own for each case.
 *
 * @param python an interpreter that has PyTorch
 * @param version of PyTorch
 */
record PyTorch(String python, String version) {

    private static final String SCRIPT = "load-tests/peers/gan_step.py";
    private static final Pattern LINE = Pattern.compile("gan_step: .*form=(\\S+) ms=(\\S+) .*");

    /** Settings that would slow its matrix products down. */
    private static final List<String> UNSET = List.of("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE");

    /** The first of {@code $PYTHON}, {@code python3} and {@code /usr/bin/python3} that has PyTorch. */
    static Optional<PyTorch> find() throws InterruptedException {
        for (String python : Stream.of(System.getenv("PYTHON"), "python3", "/usr/bin/python3")
                .filter(Objects::nonNull)
                .toList()) {
            try {
                String version = run(python, "-c", "import torch; print(torch.__version__)");
                return Optional.of(new PyTorch(python, version.strip()));
            } catch (IOException e) {
                // not that one
            }
        }
        return Optional.empty();
    }

    /** Median milliseconds of a step by form. */
    Map<String, Double> times(int k, String optimiser) throws IOException, InterruptedException {
        Map<String, Double> times = new LinkedHashMap<>();
        for (String line : run(python, SCRIPT, Integer.toString(k), optimiser).split("\n")) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                times.put(matcher.group(1), Double.parseDouble(matcher.group(2)));
            }
        }
        return times;
    }

    private static String run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        UNSET.forEach(builder.environment()::remove);
        builder.environment().put("OMP_NUM_THREADS", "1");
        builder.environment().put("OPENBLAS_NUM_THREADS", "1");
        builder.environment().put("MKL_NUM_THREADS", "1");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + process.exitValue());
        }
        return output;
    }
}
