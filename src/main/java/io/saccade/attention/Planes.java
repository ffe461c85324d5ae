package io.saccade.attention;

import io.saccade.onnx.Graph;
import io.saccade.onnx.Value;
import java.util.ArrayList;
import java.util.List;

/** Splitting what a tile made for several output channels into one plane each. */
final class Planes {

    /** Channels whose exponentials are worked on together: more would leave the cache, fewer would idle the product. */
    static final int GROUP = 8;

    private Planes() {}

    /** One {@code [1, N]} for each of the {@code count} rows. */
    static List<Value> split(Graph body, Value rows, int count) {
        return count == 1 ? List.of(rows) : body.split(rows, 0, count);
    }

    /**
     * Softmax averages from exponentials: the values' sums over the weights' sums.
     *
     * @param sums numerators, then denominators: {@code [2 · count, N]}
     * @return one {@code [1, N]} for each channel
     */
    static List<Value> average(Graph body, Value sums, int count) {
        List<Value> parts = body.split(sums, 0, 2);
        return split(body, body.div(parts.get(0), parts.get(1)), count);
    }

    /** A run of output channels. */
    record Group(int begin, int end) {

        int size() {
            return end - begin;
        }

        static List<Group> of(int outputChannels, int most) {
            List<Group> groups = new ArrayList<>();
            for (int begin = 0; begin < outputChannels; begin += most) {
                groups.add(new Group(begin, Math.min(begin + most, outputChannels)));
            }
            return groups;
        }

        /** This group's part of a tensor whose leading axis counts output channels. */
        Value of(Graph g, Value all, int outputChannels) {
            return size() == outputChannels ? all : g.slice(all, 0, begin, end);
        }

        /**
         * The matrix that turns the group's exponentials, {@code [size · terms, N]}, into numerators and denominators,
         * {@code [2 · size, N]}: block-diagonal, so that one product serves all channels.
         *
         * @param numerator weight of each exponential in the numerator, {@code [size, terms]}
         * @param denominator likewise
         */
        Value sums(Graph g, Value numerator, Value denominator, int terms) {
            double[] unit = new double[size() * size()];
            for (int i = 0; i < size(); i++) {
                unit[i * size() + i] = 1;
            }
            Value diagonal = g.doubles(unit, size(), size(), 1);
            Value up = g.mul(diagonal, g.reshape(numerator, 1, size(), terms));
            Value down = g.mul(diagonal, g.reshape(denominator, 1, size(), terms));
            return g.reshape(g.concat(0, List.of(up, down)), 2L * size(), (long) size() * terms);
        }
    }
}
