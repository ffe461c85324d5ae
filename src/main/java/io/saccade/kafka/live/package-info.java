/**
 * What is on the topics, for people who watch: a follower without a group reads along while somebody looks, and keeps the
 * newest of everything within fixed bounds.
 */
@NullMarked
package io.saccade.kafka.live;

import org.jspecify.annotations.NullMarked;
