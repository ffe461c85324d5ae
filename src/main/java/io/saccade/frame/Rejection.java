package io.saccade.frame;

/**
 * Why one frame got no score map.
 *
 * @param reason the class of the fault
 * @param detail one line, at most {@value #MAX_DETAIL} characters: what was wrong and what was expected
 */
public record Rejection(Reason reason, String detail) {

    /** Longest detail in characters. */
    public static final int MAX_DETAIL = 500;

    public Rejection {
        detail = detail.lines().findFirst().orElse("");
        if (detail.length() > MAX_DETAIL) {
            detail = detail.substring(0, MAX_DETAIL - 1) + "…";
        }
    }
}
