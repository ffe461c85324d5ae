package io.saccade.config;

/** How the consumer group shares out partitions. */
public enum GroupProtocol {
    /** The classic protocol with the range assignor: every rebalance takes all partitions away and gives them anew. */
    EAGER,
    /** The classic protocol with the cooperative-sticky assignor: only partitions that move are taken away. */
    COOPERATIVE,
    /** The protocol of KIP-848, for which the broker must be of version 4.0 or later. */
    CONSUMER
}
