package io.saccade.attention;

import io.saccade.onnx.Dimension;
import io.saccade.onnx.ElementType;
import io.saccade.onnx.Graph;
import io.saccade.onnx.Value;
import java.util.List;
import java.util.Map;

/** The operator as one would write it down in ONNX: whole-frame tensors, a standard Softmax. 8-bit frames. */
public final class NaiveGraphs {

    private NaiveGraphs() {}

    /** {@code x} uint8 [H·W, iC], {@code keys} [oC, 9, iC], {@code values} [oC, 9] → {@code scores} [oC, H·W]. */
    public static byte[] matMulSoftmax(int inputChannels, int outputChannels) {
        Graph g = Graph.named("matmul-softmax");
        Dimension pixels = Dimension.named("P");
        Value x = g.input("x", ElementType.UINT8, pixels, Dimension.of(inputChannels));
        Value keys = keys(g, inputChannels, outputChannels);
        Value values = values(g, outputChannels);
        Value wide = g.cast(x, ElementType.FLOAT);
        Value norm = g.sqrt(g.sum(g.mul(wide, wide), true, 0));
        Value queries = g.div(wide, norm);
        Value flatKeys = g.transpose(g.reshape(keys, 9L * outputChannels, inputChannels), 1, 0);
        Value logits = g.reshape(g.matMul(queries, flatKeys), -1, outputChannels, 9);
        Value weights = g.node("Softmax", List.of(logits), Graph.Attribute.of("axis", -1));
        Value scores = g.sum(g.mul(weights, values), false, 2);
        g.output("scores", g.transpose(scores, 1, 0), ElementType.FLOAT, Dimension.of(outputChannels), pixels);
        return g.toModel(Map.of());
    }

    /** {@code x} uint8 [1, H, W, iC] and parameters as above → {@code scores} [oC, H, W]. */
    static byte[] convSoftmax(int inputChannels, int outputChannels) {
        Graph g = Graph.named("conv-softmax");
        Dimension height = Dimension.named("H");
        Dimension width = Dimension.named("W");
        Value x = g.input("x", ElementType.UINT8, Dimension.of(1), height, width, Dimension.of(inputChannels));
        Value keys = keys(g, inputChannels, outputChannels);
        Value values = values(g, outputChannels);
        Value wide = g.cast(g.transpose(x, 0, 3, 1, 2), ElementType.FLOAT);
        Value norm = g.sqrt(g.sum(g.mul(wide, wide), true, 2, 3));
        Value queries = g.div(wide, norm);
        Value kernels = g.reshape(keys, 9L * outputChannels, inputChannels, 1, 1);
        Value logits = g.node("Conv", List.of(queries, kernels));
        Value height2 = g.node("Shape", List.of(x), Graph.Attribute.of("start", 1), Graph.Attribute.of("end", 3));
        Value shape = g.concat(0, List.of(g.longs(outputChannels, 9), height2));
        Value grouped = g.node("Reshape", List.of(logits, shape));
        Value weights = g.node("Softmax", List.of(grouped), Graph.Attribute.of("axis", 1));
        Value scores = g.sum(g.mul(weights, g.reshape(values, outputChannels, 9, 1, 1)), false, 1);
        g.output("scores", scores, ElementType.FLOAT, Dimension.of(outputChannels), height, width);
        return g.toModel(Map.of());
    }

    private static Value keys(Graph g, int inputChannels, int outputChannels) {
        return g.input(
                "keys", ElementType.FLOAT, Dimension.of(outputChannels), Dimension.of(9), Dimension.of(inputChannels));
    }

    private static Value values(Graph g, int outputChannels) {
        return g.input("values", ElementType.FLOAT, Dimension.of(outputChannels), Dimension.of(9));
    }
}
