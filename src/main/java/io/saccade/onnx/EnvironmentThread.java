package io.saccade.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Opens the environment on a thread with a very deep stack, and switches its telemetry off.
 *
 * <p>Telemetry of ONNX Runtime 1.29 matches regular expressions against the process's command line while the environment
 * is being opened, and the matcher recurses for each character: a class path of 20 kB on the command line overflows an
 * ordinary thread's stack and ends the process without a word. The stack is address space only, given back with the
 * thread. (The environment variable {@code ORT_DISABLE_TELEMETRY=1} also avoids it; a library can't set that.)
 */
final class EnvironmentThread {

    private static final long STACK_BYTES = 256L << 20;

    private EnvironmentThread() {}

    static OrtEnvironment open() {
        FutureTask<OrtEnvironment> opening = new FutureTask<>(() -> {
            OrtEnvironment environment =
                    OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "saccade");
            environment.setTelemetry(false);
            return environment;
        });
        Thread thread = new Thread(null, opening, "onnxruntime-environment", STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
        try {
            return opening.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while ONNX Runtime's environment was opened", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("can't open ONNX Runtime's environment: " + e.getCause(), e);
        }
    }
}
