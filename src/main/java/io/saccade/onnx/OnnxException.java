package io.saccade.onnx;

import java.util.Objects;

/** ONNX Runtime refused a model, a tensor or a run: a fault of ours or of the installation, not of a frame. */
public final class OnnxException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OnnxException(String what, Throwable cause) {
        super(what + ": " + cause.getMessage(), cause);
    }

    /** The first line of what ONNX Runtime said. */
    static String oneLine(Throwable cause) {
        return Objects.requireNonNullElse(cause.getMessage(), "")
                .lines()
                .findFirst()
                .orElse("no reason given");
    }
}
