package io.saccade.kafka;

/** Partitions went away with something of theirs in work: part of every rebalance that is not graceful. */
public final class RebalancedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The message says what was in work. */
    public RebalancedException(String message) {
        super(message);
    }
}
