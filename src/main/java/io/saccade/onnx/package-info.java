/** The only user of ONNX Runtime: environment, sessions, execution providers and graph building. */
@NullMarked
package io.saccade.onnx;

import org.jspecify.annotations.NullMarked;
