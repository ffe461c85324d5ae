package io.saccade.gan;

import io.saccade.gan.net.Parameter;
import io.saccade.gan.step.Learner;
import io.saccade.gan.step.StateTensor;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * The weights before the first step: normal with variance gain / inputs (He et al. 2015), biases 0, averages like the weights
 * that they are of.
 */
final class InitialWeights {

    private InitialWeights() {}

    static void load(Learner learner, long seed) {
        List<StateTensor> tensors = learner.tensors();
        for (int i = 0; i < tensors.size(); i++) {
            StateTensor tensor = tensors.get(i);
            FloatBuffer numbers =
                    switch (tensor.role()) {
                        case WEIGHT -> FloatBuffer.wrap(weights(tensor.parameter(), seed, i));
                        case SLOT -> FloatBuffer.allocate(tensor.parameter().size());
                        case AVERAGE -> learner.current(tensor.weight());
                    };
            learner.load(tensor.name(), numbers);
        }
    }

    private static float[] weights(Parameter parameter, long seed, int index) {
        if (parameter.fanIn() == 0) {
            return new float[parameter.size()];
        }
        float[] weights = Noise.normal(seed, Noise.WEIGHTS, index, parameter.size());
        double deviation = StrictMath.sqrt(parameter.activation().gain() / parameter.fanIn());
        for (int i = 0; i < weights.length; i++) {
            weights[i] *= (float) deviation;
        }
        return weights;
    }
}
