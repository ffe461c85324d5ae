package io.saccade.gan;

import io.saccade.gan.net.Parameter;
import io.saccade.gan.step.Learner;
import io.saccade.gan.step.StateTensor;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * The weights before the first step: normal with variance gain / inputs (He et al. 2015), biases 0, averages like the weights
 * that they are of.
 *
 * <p>Where samples are centred on a first one, the generator begins near that: what it adds begins at a tenth, because what
 * moves before a camera is a small part of what stands still.
 */
final class InitialWeights {

    private static final double NEAR = 0.1;

    private InitialWeights() {}

    static void load(Learner learner, long seed, boolean centred) {
        String end = lastWeightOfGenerator(learner);
        List<StateTensor> tensors = learner.tensors();
        for (int i = 0; i < tensors.size(); i++) {
            StateTensor tensor = tensors.get(i);
            FloatBuffer numbers =
                    switch (tensor.role()) {
                        case WEIGHT ->
                            FloatBuffer.wrap(weights(
                                    tensor, seed, i, centred && tensor.name().equals(end) ? NEAR : 1));
                        case SLOT -> FloatBuffer.allocate(tensor.parameter().size());
                        case AVERAGE -> learner.current(tensor.weight());
                    };
            learner.load(tensor.name(), numbers);
        }
    }

    private static String lastWeightOfGenerator(Learner learner) {
        return learner.tensors().stream()
                .filter(tensor -> !tensor.isDiscriminators() && tensor.role() == StateTensor.Role.WEIGHT)
                .filter(tensor -> tensor.parameter().fanIn() > 0)
                .reduce((first, second) -> second)
                .map(StateTensor::name)
                .orElse("");
    }

    private static float[] weights(StateTensor tensor, long seed, int index, double scale) {
        Parameter parameter = tensor.parameter();
        if (parameter.fanIn() == 0) {
            return new float[parameter.size()];
        }
        float[] weights = Noise.normal(seed, Noise.WEIGHTS, index, parameter.size());
        double deviation = scale * StrictMath.sqrt(parameter.activation().gain() / parameter.fanIn());
        for (int i = 0; i < weights.length; i++) {
            weights[i] *= (float) deviation;
        }
        return weights;
    }
}
