package io.saccade;

import io.saccade.onnx.Dimension;
import io.saccade.onnx.ElementType;
import io.saccade.onnx.Graph;
import io.saccade.onnx.Value;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** Small ONNX models, as users bring them: each scores red less blue. */
public final class Models {

    private static final Dimension ANY_HEIGHT = Dimension.named("H");
    private static final Dimension ANY_WIDTH = Dimension.named("W");

    private Models() {}

    /** {@code [H, W, 3]} to {@code [1, H, W]}: {@code gain} · (red − blue). */
    public static byte[] interleaved(ElementType type, float gain) {
        return interleaved(type, ANY_HEIGHT, ANY_WIDTH, (g, map) -> g.mul(map, g.scalar(gain)));
    }

    /** {@code [H, W, 3]} to {@code [1, H, W]}: what {@code end} makes of red − blue. */
    public static byte[] interleaved(
            ElementType type, Dimension height, Dimension width, BiFunction<Graph, Value, Value> end) {
        Graph g = Graph.named("interleaved");
        Value image = g.input("image", type, height, width, Dimension.of(3));
        Value planes = g.transpose(g.cast(image, ElementType.FLOAT), 2, 0, 1);
        g.output("map", end.apply(g, redLessBlue(g, planes, 0)), ElementType.FLOAT, Dimension.of(1), height, width);
        return g.toModel(Map.of());
    }

    /** {@code [1, 3, H, W]} to {@code [1, 1, H, W]}: red − blue. */
    public static byte[] planar(ElementType type) {
        Graph g = Graph.named("planar");
        Value image = g.input("image", type, Dimension.named("N"), Dimension.of(3), ANY_HEIGHT, ANY_WIDTH);
        Value map = redLessBlue(g, g.cast(image, ElementType.FLOAT), 1);
        g.output("map", map, ElementType.FLOAT, Dimension.named("N"), Dimension.of(1), ANY_HEIGHT, ANY_WIDTH);
        return g.toModel(Map.of());
    }

    /** One image {@code [H, W, iC]} to oC equal planes of its sums. */
    public static byte[] channels(int inputs, int outputs) {
        Graph g = Graph.named("channels");
        Value image = g.input("image", ElementType.UINT8, ANY_HEIGHT, ANY_WIDTH, Dimension.of(inputs));
        Value planes = g.transpose(g.cast(image, ElementType.FLOAT), 2, 0, 1);
        Value map = g.concat(0, java.util.Collections.nCopies(outputs, g.sum(planes, true, 0)));
        g.output("map", map, ElementType.FLOAT, Dimension.of(outputs), ANY_HEIGHT, ANY_WIDTH);
        return g.toModel(Map.of());
    }

    private static Value redLessBlue(Graph g, Value planes, long axis) {
        List<Value> colours = g.split(planes, axis, 3);
        return g.sub(colours.get(0), colours.get(2));
    }
}
