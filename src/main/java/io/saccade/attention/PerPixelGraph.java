package io.saccade.attention;

import io.saccade.frame.SampleType;
import io.saccade.onnx.Dimension;
import io.saccade.onnx.ElementType;
import io.saccade.onnx.Graph;
import io.saccade.onnx.Value;
import java.util.List;

/**
 * The per-pixel operator as ONNX graphs.
 *
 * <pre>
 * x [T, N, iC] ──► norms, reach ──► bounds ──► If ─┬─ quadratic    ─┐
 * keys [oC, 9, iC], values [oC, 9] ──────┘         ├─ exponentials ─┼─► plane_0 … [T, 1, N], tier, range
 *                                                  └─ stable       ─┘
 * </pre>
 *
 * On a processor that is one graph, each way of which walks along the tiles by {@code Scan}, so that memory does not grow
 * with the frame ({@link #tiled}). For a GPU it is one graph that {@linkplain #measuring measures} and one for {@linkplain
 * #straight each way}, without control flow. Grey 8-bit frames take the table in place of the three ways. Parameters are
 * inputs: others of the same shape need no new session.
 */
final class PerPixelGraph {

    private final int inputChannels;
    private final int outputChannels;
    private final SampleType type;

    PerPixelGraph(int inputChannels, int outputChannels, SampleType type) {
        this.inputChannels = inputChannels;
        this.outputChannels = outputChannels;
        this.type = type;
    }

    /** Measures, chooses and scores. */
    byte[] tiled() {
        Inputs in = new Inputs("attention", Walk.BY_TILES);
        in.outputTrace();
        in.outputPlanes(in.byBounds());
        return in.toModel();
    }

    /** Measures and chooses only: outputs {@code tier} and {@code range}. */
    byte[] measuring() {
        Inputs in = new Inputs("attention-measure", Walk.AT_ONCE);
        in.outputTrace();
        return in.toModel();
    }

    /** Scores one way, whether or not it is exact for the frame: outputs the planes. */
    byte[] straight(Tier tier) {
        Inputs in = new Inputs("attention-" + tier, Walk.AT_ONCE);
        in.outputPlanes(in.by(tier, in.g));
        return in.toModel();
    }

    /** A graph with its inputs and what is measured on them. */
    private final class Inputs {

        final Graph g;
        private final Walk walk;
        private final Value x;
        private final Pixels pixels;
        private final Logits logits;
        private final Dimension tiles = Dimension.named("T");
        private final Dimension pixelsOfTile = Dimension.named("N");

        Inputs(String name, Walk walk) {
            this.walk = walk;
            g = Graph.named(name);
            x = g.input(Names.PIXELS, Names.element(type), tiles, pixelsOfTile, Dimension.of(inputChannels));
            pixels = Pixels.measure(g, x, inputChannels, type, walk);
            logits = Logits.of(g, inputChannels, outputChannels, pixels);
        }

        private boolean grey() {
            return type == SampleType.U8 && inputChannels == 1;
        }

        private Value quadraticApplies() {
            return QuadraticTier.serves(inputChannels)
                    ? QuadraticTier.applies(g, logits)
                    : g.less(g.scalar(0L), g.scalar(0L));
        }

        void outputTrace() {
            g.output(Names.TIER, grey() ? g.scalar(Tier.TABLE.code()) : chosen(), ElementType.INT64);
            g.output(Names.RANGE, logits.range(g), ElementType.DOUBLE);
        }

        private Value chosen() {
            Value otherwise = g.where(
                    ExponentialTier.applies(g, logits, pixels),
                    g.scalar(Tier.EXPONENTIAL.code()),
                    g.scalar(Tier.STABLE.code()));
            return g.where(quadraticApplies(), g.scalar(Tier.QUADRATIC.code()), otherwise);
        }

        List<Value> byBounds() {
            if (grey()) {
                return by(Tier.TABLE, g);
            }
            Value exponential = ExponentialTier.applies(g, logits, pixels);
            Graph.Branch byExponentials = graph -> graph.ifElse(
                    exponential, then -> by(Tier.EXPONENTIAL, then), otherwise -> by(Tier.STABLE, otherwise));
            return QuadraticTier.serves(inputChannels)
                    ? g.ifElse(quadraticApplies(), then -> by(Tier.QUADRATIC, then), byExponentials)
                    : byExponentials.apply(g);
        }

        /** One {@code [T, 1, N]} for each output channel, appended to the graph or one of its branches. */
        List<Value> by(Tier tier, Graph graph) {
            return switch (tier) {
                case QUADRATIC -> {
                    QuadraticTier quadratic = new QuadraticTier(inputChannels, outputChannels);
                    Value coefficients = quadratic.coefficients(graph, logits);
                    Value ones = QuadraticTier.ones(graph, x);
                    yield walk.over(
                            graph,
                            x,
                            inputChannels,
                            (body, tile) -> quadratic.scores(body, coefficients, pixels.centred(body, tile), ones));
                }
                case EXPONENTIAL -> {
                    List<ExponentialTier.Weights> weights = ExponentialTier.weights(graph, logits, outputChannels);
                    yield walk.over(
                            graph,
                            x,
                            inputChannels,
                            (body, tile) -> ExponentialTier.scores(body, weights, pixels.centred(body, tile)));
                }
                case STABLE -> {
                    List<StableTier.Weights> weights = StableTier.weights(graph, logits, outputChannels);
                    yield walk.over(
                            graph,
                            x,
                            inputChannels,
                            (body, tile) -> StableTier.scores(body, weights, pixels.exact(body, tile)));
                }
                case TABLE -> {
                    List<Value> tables = TableTier.tables(graph, logits, outputChannels);
                    yield walk.over(graph, x, inputChannels, (body, tile) -> TableTier.scores(body, tables, tile));
                }
            };
        }

        void outputPlanes(List<Value> planes) {
            for (int o = 0; o < outputChannels; o++) {
                g.output(Names.plane(o), planes.get(o), ElementType.FLOAT, tiles, Dimension.of(1), pixelsOfTile);
            }
        }

        byte[] toModel() {
            return g.toModel(Names.METADATA);
        }
    }
}
