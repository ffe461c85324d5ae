package io.saccade.onnx;

/** ONNX Runtime refused a model, a tensor or a run: a fault of ours or of the installation, not of a frame. */
public final class OnnxException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OnnxException(String what, Throwable cause) {
        super(what + ": " + cause.getMessage(), cause);
    }
}
