/** The edge to Kafka: records become frames, outcomes become records, offsets are committed. */
@NullMarked
package io.saccade.kafka;

import org.jspecify.annotations.NullMarked;
