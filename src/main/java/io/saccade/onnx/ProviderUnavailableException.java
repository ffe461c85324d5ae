package io.saccade.onnx;

/** The wanted execution provider can't run here; the message is one line that says what was expected. */
public final class ProviderUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ProviderUnavailableException(String message) {
        super(message, null, false, false);
    }
}
