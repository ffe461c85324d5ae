package io.saccade.tensor;

/** The bytes are not a safetensors file, or not the one expected; the message says how. */
public final class MalformedTensorsException extends Exception {

    private static final long serialVersionUID = 1L;

    /** The message is one line: what was wrong and what was expected. */
    public MalformedTensorsException(String message) {
        super(message);
    }
}
