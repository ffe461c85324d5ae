/** The service beside other programs that do the same, frames in Kafka to score maps in Kafka. */
@org.jspecify.annotations.NullMarked
package io.saccade.load.pipeline;
