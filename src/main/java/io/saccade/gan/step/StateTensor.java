package io.saccade.gan.step;

import io.saccade.gan.net.Network;
import io.saccade.gan.net.Parameter;
import java.util.ArrayList;
import java.util.List;

/**
 * A tensor that steps change: a weight, what an update rule remembers of it, or its moving average.
 *
 * @param name {@code d.weight.0}, {@code g.bias.2}, {@code d.weight.0.square}, {@code g.weight.0.average}
 * @param parameter the trainable tensor that it is or belongs to
 * @param role what it is to it
 */
public record StateTensor(String name, Parameter parameter, Role role) {

    /** Prefix of the discriminator's tensors. */
    static final String DISCRIMINATOR = "d.";

    /** Prefix of the generator's tensors. */
    static final String GENERATOR = "g.";

    private static final String AVERAGE = "average";

    /** What a tensor is to its parameter. */
    public enum Role {
        WEIGHT,
        SLOT,
        AVERAGE
    }

    /** All of a game, in the order of a checkpoint. */
    public static List<StateTensor> of(Game game) {
        List<StateTensor> all = new ArrayList<>();
        add(
                all,
                DISCRIMINATOR,
                game.discriminatorNetwork(),
                game.discriminator().optimiser().rule(),
                false);
        add(
                all,
                GENERATOR,
                game.generatorNetwork(),
                game.generator().optimiser().rule(),
                game.average() > 0);
        return all;
    }

    private static void add(List<StateTensor> all, String player, Network network, UpdateRule rule, boolean averaged) {
        for (Parameter parameter : network.parameters()) {
            String name = player + parameter.name();
            all.add(new StateTensor(name, parameter, Role.WEIGHT));
            rule.slots().forEach(slot -> all.add(new StateTensor(name + "." + slot, parameter, Role.SLOT)));
            if (averaged) {
                all.add(new StateTensor(name + "." + AVERAGE, parameter, Role.AVERAGE));
            }
        }
    }

    /** Name of a weight's moving average. */
    static String averageOf(String weight) {
        return weight + "." + AVERAGE;
    }

    /** Name of the weight that it is or belongs to. */
    public String weight() {
        return (isDiscriminators() ? DISCRIMINATOR : GENERATOR) + parameter.name();
    }

    /** Whether it is the discriminator's. */
    public boolean isDiscriminators() {
        return name.startsWith(DISCRIMINATOR);
    }

    /** Its extents as ONNX Runtime takes them. */
    long[] extents() {
        return extents(parameter);
    }

    static long[] extents(Parameter parameter) {
        return parameter.shape().stream().mapToLong(Integer::longValue).toArray();
    }
}
