package io.saccade.frame;

/** Thrown by a step that can't go on with a frame because of the frame; the flow turns it into a dead letter. */
public final class RejectedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Rejection rejection;

    /** A rejection for {@code reason}; the detail says what was wrong and what was expected. */
    public RejectedException(Reason reason, String detail) {
        super(reason.wireName() + ": " + detail, null, false, false);
        this.rejection = new Rejection(reason, detail);
    }

    /** What to tell the sender. */
    public Rejection rejection() {
        return rejection;
    }
}
