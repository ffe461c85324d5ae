package io.saccade.encode;

/**
 * How long a frame took, in milliseconds.
 *
 * @param queued from the record's timestamp to the start of decoding; 0 if the clocks disagree
 */
public record StageTimes(double queued, double decode, double attention, double encode) {

    /** All stages together. */
    public double total() {
        return queued + decode + attention + encode;
    }
}
