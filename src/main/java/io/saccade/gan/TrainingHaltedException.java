package io.saccade.gan;

/** A step gave no finite numbers and the settings say to halt then; the message is one line that names the step. */
public final class TrainingHaltedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TrainingHaltedException(String message) {
        super(message, null, false, false);
    }
}
