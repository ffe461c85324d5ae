/** The service beside other programs that do the same, frames in Kafka to score maps in Kafka. */
package io.saccade.load.pipeline;
