package io.saccade.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import org.junit.jupiter.api.Test;

/** What runs where. */
class OnnxRuntimeTest {

    private static final boolean BUILT_WITH_CUDA =
            OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA);

    @Test
    void theProcessorAlwaysRuns() {
        OnnxRuntime runtime = OnnxRuntime.on(ExecutionProvider.CPU);

        assertThat(runtime.provider()).isEqualTo(ExecutionProvider.CPU);
        assertThat(runtime.fallback()).isEmpty();
        assertThat(OnnxRuntime.version()).matches("\\d+\\.\\d+\\.\\d+.*");
    }

    @Test
    void autoSaysWhyItFellBack() {
        OnnxRuntime runtime = OnnxRuntime.on(ExecutionProvider.AUTO);

        assertThat(runtime.provider()).isNotEqualTo(ExecutionProvider.AUTO);
        assertThat(runtime.fallback().isPresent()).isEqualTo(runtime.provider() == ExecutionProvider.CPU);
    }

    @Test
    void cudaWithoutCudaIsRefusedInOneLine() {
        if (BUILT_WITH_CUDA) {
            return;
        }
        assertThatThrownBy(() -> OnnxRuntime.on(ExecutionProvider.CUDA))
                .isInstanceOf(ProviderUnavailableException.class)
                .hasMessage("provider 'cuda' can't run: this ONNX Runtime " + OnnxRuntime.version()
                        + " is built without CUDA; expected a build with -Pgpu, an NVIDIA driver and the CUDA"
                        + " libraries, or provider 'cpu' or 'auto'");
    }
}
