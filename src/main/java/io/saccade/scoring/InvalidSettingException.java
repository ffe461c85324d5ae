package io.saccade.scoring;

/** A setting that the service can't start with; the message is one line that says what was expected. */
public final class InvalidSettingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The message names the setting, its value and what was expected. */
    public InvalidSettingException(String message) {
        super(message);
    }
}
