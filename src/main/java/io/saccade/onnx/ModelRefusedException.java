package io.saccade.onnx;

/** A model file that is not taken; the message is one line that says what is wrong with it and what was expected. */
public final class ModelRefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    /** The message does not name the file: who read it knows its name. */
    public ModelRefusedException(String message) {
        super(message, null, false, false);
    }
}
