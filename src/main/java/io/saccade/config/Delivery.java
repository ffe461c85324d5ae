package io.saccade.config;

/** What readers of the output topics can rely on. */
public enum Delivery {
    /** Each frame's records once, for readers with {@code isolation.level=read_committed}: Kafka transactions. */
    EXACTLY_ONCE,
    /** Each frame's records at least once: no transactions. */
    AT_LEAST_ONCE
}
