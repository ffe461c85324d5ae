package io.saccade.load.openloop;

/**
 * A frame that was handed over.
 *
 * @param index among all of the run, from 0; it is the frame's {@code ce_sequence}
 * @param phase that it was due in
 * @param picture number of its picture
 * @param dueNanos when it was due, by the run's clock
 */
record SentFrame(long index, String phase, int camera, int picture, long dueNanos) {}
