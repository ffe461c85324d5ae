package io.saccade.gan.net;

import java.util.ArrayList;
import java.util.List;

/**
 * One layer of a network.
 *
 * <p>A layer of numbers in rows and columns takes [channels, height, width] for each sample, as ONNX does.
 */
public sealed interface Layer {

    /**
     * The volume that comes out.
     *
     * @throws IllegalArgumentException if a volume {@code in} can't go in; the message says why
     */
    Volume output(Volume in);

    /** Its trainable tensors for that input, as layer number {@code index}. */
    List<Parameter> parameters(Volume in, int index);

    /** As it is written in a list of layers. */
    String text();

    /** Whether its input has rows and columns. */
    boolean spatial();

    /** The function at its end. */
    default Activation activation() {
        return Activation.LINEAR;
    }

    /**
     * Every input to every unit: A = g(a W + b). An input of rows and columns is taken as one vector in the order
     * [channels, height, width].
     *
     * @param units outputs
     * @param bias whether there is a b
     */
    record Dense(int units, boolean bias, Activation activation) implements Layer {

        public Dense {
            atLeastOne(units, "dense units");
        }

        @Override
        public Volume output(Volume in) {
            return Volume.flat(units);
        }

        @Override
        public List<Parameter> parameters(Volume in, int index) {
            List<Parameter> parameters = new ArrayList<>();
            parameters.add(new Parameter("weight." + index, List.of(in.size(), units), in.size(), activation));
            if (bias) {
                parameters.add(biasOf(index, units, activation));
            }
            return parameters;
        }

        @Override
        public String text() {
            return "dense " + units + ending(bias, activation);
        }

        @Override
        public boolean spatial() {
            return false;
        }
    }

    /**
     * Filters that are moved over the rows and columns (cross-correlation, as every framework has it).
     *
     * @param filters output channels
     * @param height rows of a filter
     * @param width columns of a filter
     * @param stride rows and columns from one place to the next
     * @param padding rows and columns of zeros around the input
     */
    record Conv(int filters, int height, int width, int stride, int padding, boolean bias, Activation activation)
            implements Layer {

        public Conv {
            atLeastOne(filters, "filters");
            atLeastOne(height, "filter rows");
            atLeastOne(width, "filter columns");
            atLeastOne(stride, "stride");
            if (padding < 0 || padding >= Math.min(height, width)) {
                throw new IllegalArgumentException(
                        "padding is " + padding + ", expected 0 or more, and less than the filter's side");
            }
        }

        @Override
        public Volume output(Volume in) {
            return new Volume(
                    steps("conv", in, in.height() + 2 * padding, height, stride),
                    steps("conv", in, in.width() + 2 * padding, width, stride),
                    filters);
        }

        @Override
        public List<Parameter> parameters(Volume in, int index) {
            List<Parameter> parameters = new ArrayList<>();
            parameters.add(new Parameter(
                    "weight." + index,
                    List.of(filters, in.channels(), height, width),
                    in.channels() * height * width,
                    activation));
            if (bias) {
                parameters.add(biasOf(index, filters, activation));
            }
            return parameters;
        }

        @Override
        public String text() {
            return "conv " + filters + " " + height + "x" + width + " stride " + stride + " padding " + padding
                    + ending(bias, activation);
        }

        @Override
        public boolean spatial() {
            return true;
        }
    }

    /**
     * The largest or the mean of square windows of each channel, without padding.
     *
     * @param size side of a window
     * @param stride rows and columns from one window to the next
     */
    record Pool(Kind kind, int size, int stride) implements Layer {

        /** What a window gives. */
        public enum Kind {
            MAX,
            AVERAGE;

            String text() {
                return this == MAX ? "max-pool" : "average-pool";
            }
        }

        public Pool {
            atLeastOne(size, "pool size");
            atLeastOne(stride, "stride");
        }

        @Override
        public Volume output(Volume in) {
            return new Volume(
                    steps(kind.text(), in, in.height(), size, stride),
                    steps(kind.text(), in, in.width(), size, stride),
                    in.channels());
        }

        @Override
        public List<Parameter> parameters(Volume in, int index) {
            return List.of();
        }

        @Override
        public String text() {
            return kind.text() + " " + size + "x" + size + " stride " + stride;
        }

        @Override
        public boolean spatial() {
            return true;
        }
    }

    /**
     * Repeats each number {@code factor} times in rows and columns.
     *
     * @param factor at least 1
     */
    record Upsample(int factor) implements Layer {

        public Upsample {
            atLeastOne(factor, "upsample factor");
        }

        @Override
        public Volume output(Volume in) {
            return new Volume(in.height() * factor, in.width() * factor, in.channels());
        }

        @Override
        public List<Parameter> parameters(Volume in, int index) {
            return List.of();
        }

        @Override
        public String text() {
            return "upsample " + factor;
        }

        @Override
        public boolean spatial() {
            return true;
        }
    }

    /**
     * The same numbers in rows and columns, from the order [channels, height, width].
     *
     * @param volume of as many numbers as come in
     */
    record Reshape(Volume volume) implements Layer {

        @Override
        public Volume output(Volume in) {
            if (in.size() != volume.size()) {
                throw new IllegalArgumentException(
                        text() + " takes " + volume.size() + " numbers, gets " + in.size() + " (" + in + ")");
            }
            return volume;
        }

        @Override
        public List<Parameter> parameters(Volume in, int index) {
            return List.of();
        }

        @Override
        public String text() {
            return "reshape " + volume;
        }

        @Override
        public boolean spatial() {
            return false;
        }
    }

    private static Parameter biasOf(int index, int units, Activation activation) {
        return new Parameter("bias." + index, List.of(units), 0, activation);
    }

    private static String ending(boolean bias, Activation activation) {
        return (bias ? " bias" : "") + (activation == Activation.LINEAR ? "" : " " + activation.settingName());
    }

    private static int steps(String what, Volume in, int extent, int window, int stride) {
        if (extent < window) {
            throw new IllegalArgumentException(what + " of " + window + " does not fit into " + in
                    + (extent == in.height() || extent == in.width() ? "" : " with its padding"));
        }
        return (extent - window) / stride + 1;
    }

    private static void atLeastOne(int number, String what) {
        if (number < 1) {
            throw new IllegalArgumentException(what + " is " + number + ", expected at least 1");
        }
    }
}
