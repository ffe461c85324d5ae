package io.saccade.load.pipeline;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** An interpreter that has what {@code load-tests/peers/python_consumer.py} needs. */
record Python(String command) {

    private static final String MODULES = "import confluent_kafka, cv2, numpy";

    /** Settings that would slow its matrix products down. */
    private static final List<String> UNSET = List.of("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE");

    /** The first of {@code $PYTHON}, {@code python3} and {@code /usr/bin/python3} that has all of it. */
    static Optional<Python> find() {
        return Stream.of(System.getenv("PYTHON"), "python3", "/usr/bin/python3")
                .filter(Objects::nonNull)
                .map(Python::new)
                .filter(python -> python.runs("-c", MODULES))
                .findFirst();
    }

    /** Whether it has ONNX Runtime's own package. */
    boolean hasOnnxRuntime() {
        return runs("-c", "import onnxruntime");
    }

    /** A process with one thread for arithmetic. */
    ProcessBuilder process(List<String> arguments) {
        ProcessBuilder builder = new ProcessBuilder(
                Stream.concat(Stream.of(command), arguments.stream()).toList());
        UNSET.forEach(builder.environment()::remove);
        for (String library : List.of("OMP", "OPENBLAS", "MKL")) {
            builder.environment().put(library + "_NUM_THREADS", "1");
        }
        return builder;
    }

    private boolean runs(String... arguments) {
        try {
            return process(List.of(arguments))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException noSuchCommand) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
