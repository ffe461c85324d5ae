package io.saccade.gan.step;

import io.saccade.gan.net.Activation;
import io.saccade.gan.net.Layer;
import io.saccade.gan.net.Parameter;
import io.saccade.gan.net.Volume;
import io.saccade.gan.step.Pass.Gradients;
import io.saccade.onnx.Graph;
import io.saccade.onnx.Graph.Attribute;
import io.saccade.onnx.Value;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Layers as ONNX nodes, forward and back, without the activation at their end.
 *
 * <p>N samples of a flat volume are [N, k], of any other [N, channels, height, width]. The way back is
 * ∂L/∂W = Aᵀ ∂L/∂z and ∂L/∂A = ∂L/∂z Wᵀ (samples are rows here), for convolutions the same with correlations in the place
 * of the products (Dumoulin and Visin 2016, chapter 4).
 */
final class LayerGraph {

    /** Makes every positive number 1 or more, but for those under 1e-30. */
    private static final double STEEP = 1e30;

    private final Graph graph;
    private final Map<String, Value> parameters;

    /** Appends to {@code graph}; {@code parameters} are the trainable tensors by their names. */
    LayerGraph(Graph graph, Map<String, Value> parameters) {
        this.graph = graph;
        this.parameters = parameters;
    }

    /** Runs a layer on {@code input}, which holds samples of volume {@code in}: z, before the activation. */
    Pass forward(Layer layer, Volume in, int index, Value input) {
        if (layer instanceof Layer.Dense dense) {
            return dense(dense, in, index, input);
        } else if (layer instanceof Layer.Conv conv) {
            return conv(conv, in, index, input);
        } else if (layer instanceof Layer.Pool pool) {
            return pool.kind() == Layer.Pool.Kind.MAX ? maxPool(pool, in, input) : averagePool(pool, in, input);
        } else if (layer instanceof Layer.Upsample upsample) {
            return upsample(upsample.factor(), in, input);
        } else {
            return reshape(((Layer.Reshape) layer).volume(), in, input);
        }
    }

    /** The same samples in the shape of another volume of as many numbers. */
    private Value shaped(Value samples, Volume volume) {
        return volume.isFlat()
                ? graph.reshape(samples, -1, volume.channels())
                : graph.reshape(samples, -1, volume.channels(), volume.height(), volume.width());
    }

    /** Samples of a flat volume, [N, k], as a layer of rows and columns takes them: [N, k, 1, 1]. */
    Pass planes(Value samples, Volume flat) {
        int size = flat.size();
        return new Pass(
                graph.reshape(samples, -1, size, 1, 1),
                (gradient, toInput) -> new Gradients(toInput ? graph.reshape(gradient, -1, size) : null, Map.of()));
    }

    /** What a layer of rows and columns gives of a flat volume, [N, k, 1, 1], as all others take it: [N, k]. */
    Pass rows(Value samples, Volume flat) {
        int size = flat.size();
        return new Pass(
                graph.reshape(samples, -1, size),
                (gradient, toInput) ->
                        new Gradients(toInput ? graph.reshape(gradient, -1, size, 1, 1) : null, Map.of()));
    }

    private Pass reshape(Volume to, Volume in, Value input) {
        return new Pass(
                shaped(input, to),
                (gradient, toInput) -> new Gradients(toInput ? shaped(gradient, in) : null, Map.of()));
    }

    private Pass dense(Layer.Dense layer, Volume in, int index, Value input) {
        List<Parameter> names = layer.parameters(in, index);
        Value rows = in.isFlat() ? input : graph.reshape(input, -1, in.size());
        Value weight = parameter(names.get(0));
        Value z = layer.bias() ? graph.matMulPlus(rows, weight, parameter(names.get(1))) : graph.matMul(rows, weight);
        return new Pass(
                z,
                (gradient, toInput) -> {
                    Map<String, Supplier<Value>> gradients = new HashMap<>();
                    gradients.put(names.get(0).name(), () -> graph.transposedMatMul(rows, gradient));
                    if (layer.bias()) {
                        gradients.put(names.get(1).name(), () -> graph.sum(gradient, false, 0));
                    }
                    Value back = null;
                    if (toInput) {
                        Value flat = graph.matMulTransposed(gradient, weight);
                        back = in.isFlat() ? flat : shaped(flat, in);
                    }
                    return new Gradients(back, gradients);
                },
                true);
    }

    private Pass conv(Layer.Conv layer, Volume in, int index, Value input) {
        List<Parameter> names = layer.parameters(in, index);
        Value weight = parameter(names.get(0));
        Attribute padding = padding(layer.padding());
        Attribute stride = square("strides", layer.stride());
        Value z = layer.bias()
                ? graph.node("Conv", List.of(input, weight, parameter(names.get(1))), padding, stride)
                : graph.node("Conv", List.of(input, weight), padding, stride);
        return new Pass(
                z,
                (gradient, toInput) -> {
                    Map<String, Supplier<Value>> gradients = new HashMap<>();
                    gradients.put(names.get(0).name(), () -> filterGradient(layer, input, gradient));
                    if (layer.bias()) {
                        gradients.put(names.get(1).name(), () -> graph.sum(gradient, false, 0, 2, 3));
                    }
                    Value back = toInput
                            ? graph.node(
                                    "ConvTranspose",
                                    List.of(gradient, weight),
                                    padding,
                                    stride,
                                    leftOver(in, 2 * layer.padding(), layer.height(), layer.width(), layer.stride()))
                            : null;
                    return new Gradients(back, gradients);
                },
                true);
    }

    /** The input correlated with ∂L/∂z, which is spread by the stride; samples and channels change places for it. */
    private Value filterGradient(Layer.Conv layer, Value input, Value gradient) {
        Value correlation = graph.node(
                "Conv",
                List.of(graph.transpose(input, 1, 0, 2, 3), graph.transpose(gradient, 1, 0, 2, 3)),
                padding(layer.padding()),
                square("dilations", layer.stride()));
        Value filters = graph.slice(graph.slice(correlation, 2, 0, layer.height()), 3, 0, layer.width());
        return graph.transpose(filters, 1, 0, 2, 3);
    }

    private Pass maxPool(Layer.Pool layer, Volume in, Value input) {
        List<Value> pooled = graph.nodes(
                "MaxPool", 2, List.of(input), square("kernel_shape", layer.size()), square("strides", layer.stride()));
        return new Pass(pooled.get(0), (gradient, toInput) -> {
            if (!toInput) {
                return new Gradients(null, Map.of());
            }
            Value flat = graph.reshape(input, -1);
            Value zeros = graph.node("ConstantOfShape", List.of(graph.shape(flat)));
            Value scattered = graph.node(
                    "ScatterElements",
                    List.of(zeros, graph.reshape(pooled.get(1), -1), graph.reshape(gradient, -1)),
                    Attribute.of("reduction", "add"));
            return new Gradients(shaped(scattered, in), Map.of());
        });
    }

    private Pass averagePool(Layer.Pool layer, Volume in, Value input) {
        Value pooled = graph.node(
                "AveragePool", List.of(input), square("kernel_shape", layer.size()), square("strides", layer.stride()));
        Volume out = layer.output(in);
        return new Pass(pooled, (gradient, toInput) -> {
            if (!toInput) {
                return new Gradients(null, Map.of());
            }
            float[] share = new float[layer.size() * layer.size()];
            Arrays.fill(share, 1f / share.length);
            Value spread = graph.node(
                    "ConvTranspose",
                    List.of(
                            graph.reshape(gradient, -1, 1, out.height(), out.width()),
                            graph.floats(share, 1, 1, layer.size(), layer.size())),
                    square("strides", layer.stride()),
                    leftOver(in, 0, layer.size(), layer.size(), layer.stride()));
            return new Gradients(shaped(spread, in), Map.of());
        });
    }

    private Pass upsample(int factor, Volume in, Value input) {
        Value apart = graph.reshape(input, -1, in.channels(), in.height(), 1, in.width(), 1);
        Value repeated = graph.expand(apart, graph.longs(1, 1, 1, factor, 1, factor));
        long rows = (long) in.height() * factor;
        long columns = (long) in.width() * factor;
        return new Pass(graph.reshape(repeated, -1, in.channels(), rows, columns), (gradient, toInput) -> {
            if (!toInput) {
                return new Gradients(null, Map.of());
            }
            Value blocks = graph.reshape(gradient, -1, in.channels(), in.height(), factor, in.width(), factor);
            return new Gradients(shaped(graph.sum(blocks, false, 3, 5), in), Map.of());
        });
    }

    private Value parameter(Parameter parameter) {
        Value value = parameters.get(parameter.name());
        if (value == null) {
            throw new IllegalArgumentException("no value for parameter '" + parameter.name() + "'");
        }
        return value;
    }

    /** Rows and columns at the end that no window reaches: the way back must fill them with zeros. */
    private static Attribute leftOver(Volume in, int padding, int height, int width, int stride) {
        return Attribute.of(
                "output_padding",
                new long[] {(in.height() + padding - height) % stride, (in.width() + padding - width) % stride});
    }

    private static Attribute padding(int padding) {
        return Attribute.of("pads", new long[] {padding, padding, padding, padding});
    }

    private static Attribute square(String name, int side) {
        return Attribute.of(name, new long[] {side, side});
    }

    /** An activation, number by number: its derivative is told from what came out. */
    Pass activate(Activation activation, Value z) {
        return switch (activation) {
            case LINEAR -> new Pass(z, (gradient, toInput) -> passed(gradient));
            case RELU -> {
                Value a = graph.node("Relu", List.of(z));
                yield new Pass(a, (gradient, toInput) -> passed(graph.mul(gradient, isPositive(a))));
            }
            case LEAKY_RELU -> {
                Value a = graph.node("LeakyRelu", List.of(z), Attribute.of("alpha", (float) Activation.LEAK));
                yield new Pass(a, (gradient, toInput) -> {
                    Value slope = line(isPositive(a), 1 - Activation.LEAK, Activation.LEAK);
                    return passed(graph.mul(gradient, slope));
                });
            }
            case TANH -> {
                Value a = graph.tanh(z);
                yield new Pass(
                        a,
                        (gradient, toInput) ->
                                passed(graph.mul(gradient, graph.sub(graph.scalar(1f), graph.mul(a, a)))));
            }
            case SIGMOID -> {
                Value a = graph.sigmoid(z);
                yield new Pass(
                        a,
                        (gradient, toInput) ->
                                passed(graph.mul(gradient, graph.mul(a, graph.sub(graph.scalar(1f), a)))));
            }
        };
    }

    /** 1 where a number is positive, else 0; faster than a sign, and than a comparison and a choice. */
    private Value isPositive(Value a) {
        return line(a, STEEP, 0);
    }

    /** {@code slope a + offset}, limited to 0 … 1. */
    private Value line(Value a, double slope, double offset) {
        return graph.node(
                "HardSigmoid", List.of(a), Attribute.of("alpha", (float) slope), Attribute.of("beta", (float) offset));
    }

    private static Gradients passed(Value gradient) {
        return new Gradients(gradient, Map.of());
    }
}
