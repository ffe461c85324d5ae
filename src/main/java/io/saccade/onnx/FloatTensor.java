package io.saccade.onnx;

import java.nio.FloatBuffer;
import java.util.List;

/**
 * A float32 tensor that a run made.
 *
 * @param shape extents, as many as the tensor has axes
 * @param numbers row-major, from position 0
 */
public record FloatTensor(List<Long> shape, FloatBuffer numbers) {}
