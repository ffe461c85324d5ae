package io.saccade.ledger;

/**
 * What the sender knows of a frame that the broker has acknowledged.
 *
 * @param at where it lies in {@code frames}
 * @param camera its key
 * @param index its number in the {@link FrameMix}
 * @param sha256 of its value
 * @param expected {@link FrameMix#SCORED}, or the {@code saccade-reason} that its dead letter must have
 */
record SentFrame(Position at, String camera, long index, String sha256, String expected) {}
