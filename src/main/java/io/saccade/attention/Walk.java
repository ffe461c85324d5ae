package io.saccade.attention;

import io.saccade.onnx.Graph;
import io.saccade.onnx.Value;
import java.util.List;
import java.util.function.BiFunction;

/** How a graph goes through a frame's tiles. */
enum Walk {
    /** Tile after tile by {@code Scan}: what a tile needs stays in the cache. For processors. */
    BY_TILES {
        @Override
        List<Value> over(Graph g, Value tiles, int inputChannels, BiFunction<Graph, Value, List<Value>> step) {
            return g.scan(List.of(tiles), body -> slices -> step.apply(body, slices.get(0)));
        }
    },
    /** The whole frame, given as one tile, in straight-line nodes without control flow. For GPUs. */
    AT_ONCE {
        @Override
        List<Value> over(Graph g, Value tiles, int inputChannels, BiFunction<Graph, Value, List<Value>> step) {
            return step.apply(g, g.reshape(tiles, -1, inputChannels)).stream()
                    .map(result -> g.node("Unsqueeze", List.of(result, g.longs(0))))
                    .toList();
        }
    };

    /**
     * Applies a step to each tile.
     *
     * @param tiles {@code [T, N, iC]}; T = 1 for {@link #AT_ONCE}
     * @param step gets the graph to append to and one tile {@code [N, iC]}
     * @return each of the step's results, stacked along a new leading axis T
     */
    abstract List<Value> over(Graph g, Value tiles, int inputChannels, BiFunction<Graph, Value, List<Value>> step);
}
