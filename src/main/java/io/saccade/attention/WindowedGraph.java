package io.saccade.attention;

import io.saccade.frame.SampleType;
import io.saccade.onnx.Dimension;
import io.saccade.onnx.ElementType;
import io.saccade.onnx.Graph;
import io.saccade.onnx.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * The windowed operator as an ONNX graph: y_ij = Σ_ab softmax_ab( q_{i+a, j+b} · k_ab ) · v_ab, no padding.
 *
 * <pre>
 * x    [T, N, iC]  ──► norms
 * rows [H', W, iC] ──► Scan over bands of R rows: rows r … r + R + 1 ──► nine logit planes, each shifted by its (a, b)
 *                                                  ──► stable softmax ──► plane_0 … [B, 1, R · (W − 2)], tier, range
 * </pre>
 *
 * Each of the nine logits comes from another pixel, so that a bound on one pixel's reach helps little: the stable way is
 * always taken. {@code x} and {@code rows} are two views of the same samples.
 */
final class WindowedGraph {

    static final String ROWS = "rows";

    /** First row that each band reads, {@code [B, 1]}. */
    static final String BEGINS = "begins";

    /** First row after those that each band reads, {@code [B, 1]}. */
    static final String ENDS = "ends";

    private final int inputChannels;
    private final int outputChannels;
    private final SampleType type;

    WindowedGraph(int inputChannels, int outputChannels, SampleType type) {
        this.inputChannels = inputChannels;
        this.outputChannels = outputChannels;
        this.type = type;
    }

    byte[] toModel() {
        Graph g = Graph.named("windowed-attention");
        Dimension channels = Dimension.of(inputChannels);
        Dimension bands = Dimension.named("B");
        ElementType element = Names.element(type);
        Value x = g.input(Names.PIXELS, element, Dimension.named("T"), Dimension.named("N"), channels);
        Value rows = g.input(ROWS, element, Dimension.named("H"), Dimension.named("W"), channels);
        Value begins = g.input(BEGINS, ElementType.INT64, bands, Dimension.of(1));
        Value ends = g.input(ENDS, ElementType.INT64, bands, Dimension.of(1));

        Pixels pixels = Pixels.measure(g, x, inputChannels, type, Walk.BY_TILES);
        Logits logits = Logits.of(g, inputChannels, outputChannels, pixels);
        List<StableTier.Weights> weights = StableTier.weights(g, logits, outputChannels);
        List<Value> planes = g.scan(List.of(begins, ends), body -> bounds -> {
            Value band = body.slice(rows, 0, bounds.get(0), bounds.get(1));
            Value exact = pixels.exact(body, body.reshape(band, -1, inputChannels));
            Value grid =
                    body.node("Shape", List.of(band), Graph.Attribute.of("start", 0), Graph.Attribute.of("end", 2));
            Value shape = body.concat(0, List.of(body.longs(AttentionParameters.POSITIONS), grid));
            return weights.stream()
                    .map(channel -> scores(body, exact, shape, channel))
                    .toList();
        });

        for (int o = 0; o < outputChannels; o++) {
            g.output(Names.plane(o), planes.get(o), ElementType.FLOAT, bands, Dimension.of(1), Dimension.named("S"));
        }
        g.output(Names.TIER, g.scalar(Tier.STABLE.code()), ElementType.INT64);
        g.output(Names.RANGE, logits.range(g), ElementType.DOUBLE);
        return g.toModel(Names.METADATA);
    }

    /** One band's scores of one channel, {@code [1, R · (W − 2)]}; shape is {@code [9, R + 2, W]}. */
    private static Value scores(Graph body, Value exact, Value shape, StableTier.Weights channel) {
        Value everywhere = body.node("Reshape", List.of(body.matMul(channel.keys(), exact), shape));
        List<Value> shifted = new ArrayList<>();
        for (int position = 0; position < AttentionParameters.POSITIONS; position++) {
            int a = position / 3;
            int b = position % 3;
            Value window = body.node(
                    "Slice",
                    List.of(
                            everywhere,
                            body.longs(position, a, b),
                            body.longs(position + 1, end(a), end(b)),
                            body.longs(0, 1, 2)));
            shifted.add(body.reshape(window, 1, -1));
        }
        return StableTier.average(body, body.concat(0, shifted), channel.sums());
    }

    /** Where a slice that begins at 0, 1 or 2 ends so that two less than all remain: counted from the end, or the end. */
    private static long end(int begin) {
        return begin == 2 ? Long.MAX_VALUE : begin - 2;
    }
}
