/** The edge to Kafka of a trainer: frames or vectors in; novelty, metrics, samples and checkpoints out, each exactly once. */
@NullMarked
package io.saccade.kafka.training;

import org.jspecify.annotations.NullMarked;
