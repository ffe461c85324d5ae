package io.saccade.attention;

import io.saccade.frame.FrameSize;
import io.saccade.onnx.OnnxRuntime;

/**
 * What scores frames: Saccade's attention operator, or an ONNX model of the user's own.
 *
 * <p>Thread-safe. Each scoring thread takes an operator of its own; operators must be closed before the model.
 */
public sealed interface ScoringModel extends AutoCloseable permits AttentionModel, CustomModel {

    /** A new operator for one thread; the caller closes it. */
    ScoreOperator newOperator();

    /** iC, channels of the images that it takes. */
    int inputChannels();

    /** oC, channels of the maps that it gives. */
    int outputChannels();

    /** The least width and height of a frame that it can score, in pixels. */
    int minimumExtent();

    /** Name and version of the operator: the version goes up when the same digest and frame would give another map. */
    String operator();

    /** SHA-256 of what it was made of, as 64 hexadecimal digits. */
    String digest();

    /** What really runs, and why where it is not what was wished for. */
    OnnxRuntime runtime();

    /** The size nearest to {@code wanted} that it takes. */
    FrameSize nearest(FrameSize wanted);

    @Override
    void close();
}
