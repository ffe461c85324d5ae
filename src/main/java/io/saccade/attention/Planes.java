package io.saccade.attention;

import io.saccade.onnx.ElementType;
import io.saccade.onnx.Graph;
import io.saccade.onnx.Value;
import java.util.List;
import java.util.stream.IntStream;

/** What the ways share in making one plane of scores for each output channel. */
final class Planes {

    private Planes() {}

    /** One {@code [1, N]} for each of the {@code count} rows. */
    static List<Value> split(Graph body, Value rows, int count) {
        return count == 1 ? List.of(rows) : body.split(rows, 0, count);
    }

    /** The slices of {@code all} along its leading axis, as float32 without that axis. */
    static List<Value> byChannel(Graph g, Value all, int outputChannels) {
        Value narrow = g.cast(all, ElementType.FLOAT);
        return IntStream.range(0, outputChannels)
                .mapToObj(o -> g.gather(narrow, g.scalar((long) o), 0))
                .toList();
    }

    /** The first row over the second: {@code [2, N]} to {@code [1, N]}. */
    static Value quotient(Graph body, Value sums) {
        List<Value> rows = body.split(sums, 0, 2);
        return body.div(rows.get(0), rows.get(1));
    }
}
