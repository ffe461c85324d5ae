package io.saccade.attention;

import io.saccade.frame.SampleType;
import io.saccade.onnx.Dimension;
import io.saccade.onnx.ElementType;
import io.saccade.onnx.Graph;
import io.saccade.onnx.Value;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The per-pixel operator as one ONNX graph.
 *
 * <pre>
 * x [T, N, iC] ──► norms, reach ──► bounds ──► If ─┬─ quadratic    ─┐
 * keys [oC, 9, iC], values [oC, 9] ──────┘         ├─ exponentials ─┼─► plane_0 … [T, 1, N], tier, range
 *                                                  └─ stable       ─┘
 * </pre>
 *
 * Each way walks along the tiles by {@code Scan}, so that memory does not grow with the frame. Grey 8-bit frames take the
 * table in place of the three. Parameters are inputs: others of the same shape need no new session.
 */
final class PerPixelGraph {

    static final String PIXELS = "x";
    static final String KEYS = "keys";
    static final String VALUES = "values";
    static final String TIER = "tier";
    static final String RANGE = "range";

    private final int inputChannels;
    private final int outputChannels;
    private final SampleType type;

    PerPixelGraph(int inputChannels, int outputChannels, SampleType type) {
        this.inputChannels = inputChannels;
        this.outputChannels = outputChannels;
        this.type = type;
    }

    static String plane(int channel) {
        return "plane_" + channel;
    }

    byte[] toModel() {
        Graph g = Graph.named("attention");
        Dimension tiles = Dimension.named("T");
        Dimension pixelsOfTile = Dimension.named("N");
        ElementType element = type == SampleType.U8 ? ElementType.UINT8 : ElementType.FLOAT;
        Value x = g.input(PIXELS, element, tiles, pixelsOfTile, Dimension.of(inputChannels));
        Dimension outputs = Dimension.of(outputChannels);
        Dimension positions = Dimension.of(AttentionParameters.POSITIONS);
        Value keys = g.input(KEYS, ElementType.FLOAT, outputs, positions, Dimension.of(inputChannels));
        Value values = g.input(VALUES, ElementType.FLOAT, outputs, positions);

        Pixels pixels = type == SampleType.U8
                ? BytePixels.measure(g, x, inputChannels)
                : FloatPixels.measure(g, x, inputChannels);
        Logits logits = Logits.of(g, keys, values, pixels);
        Scored scored =
                type == SampleType.U8 && inputChannels == 1 ? byTable(g, x, logits) : byBounds(g, x, pixels, logits);

        for (int o = 0; o < outputChannels; o++) {
            g.output(plane(o), scored.planes().get(o), ElementType.FLOAT, tiles, Dimension.of(1), pixelsOfTile);
        }
        g.output(TIER, scored.tier(), ElementType.INT64);
        g.output(RANGE, g.mul(logits.halfRange(), g.scalar(2.0)), ElementType.DOUBLE);
        return g.toModel(Map.of("source", "Stanford CS230 midterm, spring 2021, question 6"));
    }

    /** Planes {@code [T, 1, N]} and the {@linkplain Tier#code code} of the way that made them. */
    private record Scored(List<Value> planes, Value tier) {}

    private Scored byTable(Graph g, Value x, Logits logits) {
        TableTier table = new TableTier(outputChannels);
        List<Value> tables = table.tables(g, logits);
        return new Scored(
                g.scan(List.of(x), body -> tiles -> TableTier.scores(body, tables, tiles.get(0))),
                g.scalar(Tier.TABLE.code()));
    }

    private Scored byBounds(Graph g, Value x, Pixels pixels, Logits logits) {
        Value exponential = ExponentialTier.applies(g, logits, pixels);
        Value tier = g.where(exponential, g.scalar(Tier.EXPONENTIAL.code()), g.scalar(Tier.STABLE.code()));
        if (inputChannels > QuadraticTier.MOST_INPUT_CHANNELS) {
            return new Scored(byExponentials(g, exponential, x, pixels, logits), tier);
        }
        Value quadratic = QuadraticTier.applies(g, logits);
        List<Value> planes = g.ifElse(
                quadratic,
                then -> byQuadratic(then, x, pixels, logits),
                otherwise -> byExponentials(otherwise, exponential, x, pixels, logits));
        return new Scored(planes, g.where(quadratic, g.scalar(Tier.QUADRATIC.code()), tier));
    }

    private List<Value> byExponentials(Graph g, Value exponential, Value x, Pixels pixels, Logits logits) {
        ExponentialTier tier = new ExponentialTier(outputChannels);
        StableTier stable = new StableTier(outputChannels);
        return g.ifElse(
                exponential,
                then -> {
                    List<ExponentialTier.Weights> weights = tier.weights(then, logits);
                    return then.scan(
                            List.of(x),
                            body -> tiles -> ExponentialTier.scores(body, weights, pixels.centred(body, tiles.get(0))));
                },
                otherwise -> {
                    List<StableTier.Weights> weights = stable.weights(otherwise, logits);
                    return otherwise.scan(
                            List.of(x),
                            body -> tiles -> StableTier.scores(body, weights, pixels.exact(body, tiles.get(0))));
                });
    }

    private List<Value> byQuadratic(Graph g, Value x, Pixels pixels, Logits logits) {
        QuadraticTier quadratic = new QuadraticTier(inputChannels, outputChannels);
        Value coefficients = quadratic.coefficients(g, logits);
        Value pixelsOfTile = g.node("Shape", List.of(x), Graph.Attribute.of("start", 1), Graph.Attribute.of("end", 2));
        Value ones = g.node("Expand", List.of(g.scalar(1f), g.concat(0, List.of(g.longs(1), pixelsOfTile))));
        return g.scan(
                List.of(x),
                body -> tiles -> quadratic.scores(body, coefficients, pixels.centred(body, tiles.get(0)), ones));
    }

    /** Names of the outputs, planes first. */
    static List<String> planes(int outputChannels) {
        return IntStream.range(0, outputChannels).mapToObj(PerPixelGraph::plane).toList();
    }
}
