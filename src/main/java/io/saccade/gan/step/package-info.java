/** The mathematics of a training step as ONNX graphs: forward, written-out backpropagation, objectives, update rules. */
@NullMarked
package io.saccade.gan.step;

import org.jspecify.annotations.NullMarked;
