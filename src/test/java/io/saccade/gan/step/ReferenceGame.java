package io.saccade.gan.step;

import io.saccade.gan.net.Activation;
import io.saccade.gan.net.Layer;
import io.saccade.gan.net.Network;
import io.saccade.gan.net.Parameter;
import io.saccade.gan.net.Volume;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The game in plain float64 loops, slow and obviously right: forward only; gradients are central differences.
 */
final class ReferenceGame {

    private static final double EPSILON = 1e-6;

    private final Game game;

    ReferenceGame(Game game) {
        this.game = game;
    }

    /** L for all samples; {@code discriminator} and {@code generator} are the parameters by name. */
    double value(Map<String, double[]> discriminator, Map<String, double[]> generator, double[][] x, double[][] z) {
        double[] real = logits(discriminator, x);
        double[] made = logits(discriminator, generate(generator, z));
        double value = 0;
        for (double logit : real) {
            value += realTerm(logit) / real.length;
        }
        for (double logit : made) {
            value += generatedTerm(logit) / made.length;
        }
        return value;
    }

    /** What the generator minimises. */
    double generatorLoss(Map<String, double[]> discriminator, double[][] samples) {
        double[] logits = logits(discriminator, samples);
        double value = 0;
        for (double logit : logits) {
            value += (game.objective() instanceof Objective.NonSaturating ? softplus(-logit) : generatedTerm(logit))
                    / logits.length;
        }
        return value;
    }

    double[][] generate(Map<String, double[]> generator, double[][] z) {
        Network network = game.generatorNetwork();
        double[][] samples = new double[z.length][];
        for (int i = 0; i < z.length; i++) {
            double[] in = game.constantOne() ? withOnes(z[i], 1) : z[i];
            double[] out = forward(network, generator, in, true);
            Volume v = network.output();
            samples[i] = v.isFlat() ? out : toRows(out, v);
        }
        return samples;
    }

    double[] logits(Map<String, double[]> discriminator, double[][] samples) {
        Network network = game.discriminatorNetwork();
        int packing = game.packing();
        double[] logits = new double[samples.length / packing];
        for (int i = 0; i < logits.length; i++) {
            int size = game.sample().size();
            double[] packed = new double[packing * size];
            for (int p = 0; p < packing; p++) {
                double[] sample = samples[i * packing + p];
                double[] planes =
                        game.discriminator().layers().get(0).spatial() ? toPlanes(sample, game.sample()) : sample;
                System.arraycopy(planes, 0, packed, p * size, size);
            }
            Volume in = network.input();
            double[] input = game.constantOne() ? withOnes(packed, in.height() * in.width()) : packed;
            logits[i] = forward(network, discriminator, input, false)[0];
        }
        return logits;
    }

    /** Central differences of a function of the parameters. */
    static Map<String, double[]> gradient(
            Map<String, double[]> parameters, ToDoubleFunction<Map<String, double[]>> function) {
        Map<String, double[]> gradients = new HashMap<>();
        parameters.forEach((name, values) -> {
            double[] gradient = new double[values.length];
            for (int i = 0; i < values.length; i++) {
                double kept = values[i];
                values[i] = kept + EPSILON;
                double up = function.applyAsDouble(parameters);
                values[i] = kept - EPSILON;
                double down = function.applyAsDouble(parameters);
                values[i] = kept;
                gradient[i] = (up - down) / (2 * EPSILON);
            }
            gradients.put(name, gradient);
        });
        return gradients;
    }

    private double realTerm(double logit) {
        Objective objective = game.objective();
        if (objective instanceof Objective.Wasserstein) {
            return logit;
        }
        return objective instanceof Objective.Likelihood ? sigmoid(logit) : -softplus(-logit);
    }

    private double generatedTerm(double logit) {
        Objective objective = game.objective();
        if (objective instanceof Objective.Wasserstein) {
            return -logit;
        }
        return objective instanceof Objective.Likelihood ? sigmoid(logit) : -softplus(logit);
    }

    static double[] forward(Network network, Map<String, double[]> parameters, double[] input, boolean lastActivation) {
        double[] at = input;
        List<Layer> layers = network.layers();
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            Volume in = network.volume(i);
            List<double[]> weights = layer.parameters(in, i).stream()
                    .map(Parameter::name)
                    .map(parameters::get)
                    .toList();
            at = forward(layer, in, weights, at);
            if (lastActivation || i < layers.size() - 1) {
                for (int j = 0; j < at.length; j++) {
                    at[j] = activate(layer.activation(), at[j]);
                }
            }
        }
        return at;
    }

    private static double[] forward(Layer layer, Volume in, List<double[]> weights, double[] a) {
        Volume out = layer.output(in);
        double[] z = new double[out.size()];
        if (layer instanceof Layer.Dense dense) {
            for (int j = 0; j < z.length; j++) {
                z[j] = dense.bias() ? weights.get(1)[j] : 0;
                for (int i = 0; i < a.length; i++) {
                    z[j] += a[i] * weights.get(0)[i * z.length + j];
                }
            }
        } else if (layer instanceof Layer.Reshape) {
            return a.clone();
        } else {
            for (int c = 0; c < out.channels(); c++) {
                for (int y = 0; y < out.height(); y++) {
                    for (int x = 0; x < out.width(); x++) {
                        z[(c * out.height() + y) * out.width() + x] = at(layer, in, weights, a, c, y, x);
                    }
                }
            }
        }
        return z;
    }

    private static double at(Layer layer, Volume in, List<double[]> weights, double[] a, int c, int y, int x) {
        if (layer instanceof Layer.Conv conv) {
            double sum = conv.bias() ? weights.get(1)[c] : 0;
            for (int ic = 0; ic < in.channels(); ic++) {
                for (int ky = 0; ky < conv.height(); ky++) {
                    for (int kx = 0; kx < conv.width(); kx++) {
                        int iy = y * conv.stride() + ky - conv.padding();
                        int ix = x * conv.stride() + kx - conv.padding();
                        if (iy >= 0 && iy < in.height() && ix >= 0 && ix < in.width()) {
                            sum += a[(ic * in.height() + iy) * in.width() + ix]
                                    * weights.get(0)[
                                            ((c * in.channels() + ic) * conv.height() + ky) * conv.width() + kx];
                        }
                    }
                }
            }
            return sum;
        } else if (layer instanceof Layer.Pool pool) {
            double max = Double.NEGATIVE_INFINITY;
            double sum = 0;
            for (int ky = 0; ky < pool.size(); ky++) {
                for (int kx = 0; kx < pool.size(); kx++) {
                    double value = a[(c * in.height() + y * pool.stride() + ky) * in.width() + x * pool.stride() + kx];
                    max = Math.max(max, value);
                    sum += value;
                }
            }
            return pool.kind() == Layer.Pool.Kind.MAX ? max : sum / (pool.size() * pool.size());
        }
        int factor = ((Layer.Upsample) layer).factor();
        return a[(c * in.height() + y / factor) * in.width() + x / factor];
    }

    private static double activate(Activation activation, double z) {
        return switch (activation) {
            case LINEAR -> z;
            case RELU -> Math.max(0, z);
            case LEAKY_RELU -> z > 0 ? z : Activation.LEAK * z;
            case TANH -> Math.tanh(z);
            case SIGMOID -> sigmoid(z);
        };
    }

    private static double sigmoid(double z) {
        return 1 / (1 + Math.exp(-z));
    }

    private static double softplus(double z) {
        return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
    }

    private static double[] withOnes(double[] a, int count) {
        double[] more = java.util.Arrays.copyOf(a, a.length + count);
        java.util.Arrays.fill(more, a.length, more.length, 1);
        return more;
    }

    private static double[] toPlanes(double[] rows, Volume v) {
        double[] planes = new double[rows.length];
        for (int i = 0; i < v.height() * v.width(); i++) {
            for (int c = 0; c < v.channels(); c++) {
                planes[c * v.height() * v.width() + i] = rows[i * v.channels() + c];
            }
        }
        return planes;
    }

    private static double[] toRows(double[] planes, Volume v) {
        double[] rows = new double[planes.length];
        for (int i = 0; i < v.height() * v.width(); i++) {
            for (int c = 0; c < v.channels(); c++) {
                rows[i * v.channels() + c] = planes[c * v.height() * v.width() + i];
            }
        }
        return rows;
    }
}
