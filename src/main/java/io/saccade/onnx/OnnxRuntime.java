package io.saccade.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import java.util.Optional;

/**
 * ONNX Runtime on the provider that was chosen at start.
 *
 * <p>Sessions have one thread: the one that calls them. Several frames are scored at once by several callers, not by
 * threads inside one run, so that a run's result does not depend on how work was split.
 *
 * @param provider what really runs, {@link ExecutionProvider#CPU} or {@link ExecutionProvider#CUDA}
 * @param fallback why the processor runs although {@link ExecutionProvider#AUTO} would have taken CUDA
 */
public record OnnxRuntime(ExecutionProvider provider, Optional<String> fallback) {

    private static final OrtEnvironment ENVIRONMENT = EnvironmentThread.open();

    public OnnxRuntime {
        if (provider == ExecutionProvider.AUTO) {
            throw new IllegalArgumentException("expected the provider that runs, got " + provider);
        }
    }

    /**
     * Finds out what can run.
     *
     * @throws ProviderUnavailableException if CUDA was asked for by name and can't run
     */
    public static OnnxRuntime on(ExecutionProvider wanted) {
        if (wanted == ExecutionProvider.CPU) {
            return new OnnxRuntime(ExecutionProvider.CPU, Optional.empty());
        }
        Optional<String> obstacle = cudaObstacle();
        if (obstacle.isEmpty()) {
            return new OnnxRuntime(ExecutionProvider.CUDA, Optional.empty());
        }
        if (wanted == ExecutionProvider.CUDA) {
            throw new ProviderUnavailableException(
                    "provider 'cuda' can't run: " + obstacle.get()
                            + "; expected a build with -Pgpu, an NVIDIA driver and the CUDA libraries, or provider 'cpu' or 'auto'");
        }
        return new OnnxRuntime(ExecutionProvider.CPU, obstacle);
    }

    /** Whether the processor runs although this ONNX Runtime is built for CUDA: a GPU was to be had and can't be used. */
    public boolean lacksItsGpu() {
        return fallback.isPresent() && isBuiltForCuda();
    }

    private static boolean isBuiltForCuda() {
        return OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA);
    }

    /** ONNX Runtime's version, as {@code 1.29.0}. */
    public static String version() {
        return ENVIRONMENT.getVersion();
    }

    /**
     * Opens a session on a model's bytes.
     *
     * @param model as {@link Graph#toModel} gives it
     */
    public Session open(byte[] model) {
        try (OrtSession.SessionOptions options = options()) {
            return new Session(ENVIRONMENT.createSession(model, options));
        } catch (OrtException e) {
            throw new OnnxException("can't open the model", e);
        }
    }

    /**
     * Opens a session on a model that somebody else made. It is opened from memory, so that nothing beside it on disk can
     * be reached, and as the protobuf that was looked through, never as ONNX Runtime's own format, which was not.
     *
     * <p>What it takes while it runs is up to the model: the Java API of ONNX Runtime can't limit the arena of the
     * processor. It grows to what the largest frame needs in all lanes and stays.
     *
     * @throws ModelRefusedException if it refers to other files, needs custom operators, or can't be opened
     */
    public Session openForeign(byte[] model) throws ModelRefusedException {
        ForeignModel.check(model);
        try (OrtSession.SessionOptions options = options()) {
            options.addConfigEntry("session.load_model_format", "ONNX");
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL); // failures are told by what is thrown
            return new Session(ENVIRONMENT.createSession(model, options));
        } catch (OrtException e) {
            throw new ModelRefusedException("can't be opened: " + OnnxException.oneLine(e));
        }
    }

    static OrtEnvironment environment() {
        return ENVIRONMENT;
    }

    /**
     * Frame sizes change from frame to frame, so nothing may be remembered for each size: memory patterns are off, they
     * would be kept for every shape seen.
     */
    private OrtSession.SessionOptions options() throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        try {
            options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setDeterministicCompute(true);
            options.setMemoryPatternOptimization(false);
            if (provider == ExecutionProvider.CUDA) {
                options.addCUDA(0);
            }
            return options;
        } catch (OrtException | RuntimeException e) {
            options.close();
            throw e;
        }
    }

    private static Optional<String> cudaObstacle() {
        if (!isBuiltForCuda()) {
            return Optional.of("this ONNX Runtime " + version() + " is built without CUDA");
        }
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.addCUDA(0);
            return Optional.empty();
        } catch (OrtException e) {
            return Optional.of(OnnxException.oneLine(e));
        }
    }
}
