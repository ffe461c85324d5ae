package io.saccade.gan;

import io.saccade.bench.Peers;
import io.saccade.bench.Peers.Python;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The peer of {@link StepBenchmark}: {@code load-tests/peers/gan_step.py}, in a process of its own for each case.
 *
 * @param python an interpreter that has PyTorch
 * @param version of PyTorch
 */
record PyTorch(String python, String version) {

    private static final String SCRIPT = "load-tests/peers/gan_step.py";
    private static final Pattern LINE = Pattern.compile("gan_step: .*form=(\\S+) ms=(\\S+) .*");

    /** PyTorch where a Python has it. */
    static Optional<PyTorch> find() throws InterruptedException {
        return Python.with("torch").map(found -> new PyTorch(found.command(), found.version()));
    }

    /** Median milliseconds of a step by form. */
    Map<String, Double> times(int k, String optimiser) throws IOException, InterruptedException {
        Map<String, Double> times = new LinkedHashMap<>();
        for (String line : Peers.run(List.of(python, SCRIPT, Integer.toString(k), optimiser))
                .split("\n")) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                times.put(matcher.group(1), Double.parseDouble(matcher.group(2)));
            }
        }
        return times;
    }
}
