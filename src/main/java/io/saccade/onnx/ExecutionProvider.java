package io.saccade.onnx;

import java.util.Locale;

/** Where the user wants the graphs to run. */
public enum ExecutionProvider {
    /** On the processor. */
    CPU,
    /** On an NVIDIA GPU, or not at all. */
    CUDA,
    /** On an NVIDIA GPU if there is one, else on the processor. */
    AUTO;

    /** The name in settings, headers and metrics: {@code cpu}, {@code cuda}, {@code auto}. */
    public String settingName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
