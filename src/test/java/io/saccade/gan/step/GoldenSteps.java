package io.saccade.gan.step;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.saccade.gan.net.Layer;
import io.saccade.gan.net.LayerText;
import io.saccade.gan.net.Network;
import io.saccade.gan.net.Parameter;
import io.saccade.gan.net.Volume;
import io.saccade.tensor.DType;
import io.saccade.tensor.Safetensors;
import io.saccade.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Makes the project's own golden steps with {@link ReferenceGame}, in the form that {@link GoldenTest} reads. Argument: the
 * folder, {@code src/test/resources/golden/gan}. Running it again changes no byte.
 */
final class GoldenSteps {

    private static final double TOLERANCE = 1e-4;
    private static final double RATE = 0.1;
    private static final double CLIP = 0.3;

    private final Path folder;
    private final ArrayNode index = new ObjectMapper().createArrayNode();

    private GoldenSteps(Path folder) {
        this.folder = folder;
    }

    /** Writes all cases and their index. */
    public static void main(String[] args) throws IOException {
        GoldenSteps steps = new GoldenSteps(Files.createDirectories(Path.of(args[0])));
        steps.write("log-likelihood", "dense 5 tanh, dense 1 sigmoid", "dense 4 relu, dense 3 tanh", 6, 4, 1);
        steps.write("non-saturating", "dense 6 leaky-relu, dense 4 sigmoid, dense 1 sigmoid", "dense 3", 5, 5, 2);
        steps.write("likelihood", "dense 1 sigmoid", "dense 4 sigmoid, dense 3", 3, 7, 3);
        steps.write("wasserstein", "dense 5 relu, dense 1", "dense 4 leaky-relu, dense 3 tanh", 8, 8, 4);
        Files.writeString(
                steps.folder.resolve("index.json"),
                new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(steps.index) + "\n");
    }

    private void write(String objective, String discriminator, String generator, int real, int generated, long seed)
            throws IOException {
        Optimiser sgd = new Optimiser(RATE, new UpdateRule.Sgd());
        Game game = new Game(
                Volume.flat(3),
                2,
                real,
                generated,
                1,
                false,
                Objective.named(objective, CLIP),
                new Player(LayerText.parse(discriminator), sgd, 0),
                new Player(LayerText.parse(generator), sgd, 0),
                new Schedule.Constant(),
                0,
                0,
                1);
        Random random = new Random(seed);
        Map<String, double[]> d = weights(game.discriminatorNetwork(), random);
        Map<String, double[]> g = weights(game.generatorNetwork(), random);
        double[][] x = rows(real, 3, random);
        double[][] z = rows(generated, 2, random);
        ReferenceGame reference = new ReferenceGame(game);
        Map<String, double[]> uphill = ReferenceGame.gradient(d, each -> reference.value(each, g, x, z));
        Map<String, double[]> stepped = moved(d, uphill, RATE);
        game.objective().clip().ifPresent(clip -> stepped.values().forEach(weight -> {
            for (int i = 0; i < weight.length; i++) {
                weight[i] = Math.max(-clip, Math.min(clip, weight[i]));
            }
        }));
        Map<String, double[]> downhill =
                ReferenceGame.gradient(g, each -> reference.generatorLoss(stepped, reference.generate(each, z)));
        double[][] samples = reference.generate(g, z);
        List<Tensor> tensors = new ArrayList<>();
        tensors.add(wide("likelihood", List.of(1), new double[] {reference.value(d, g, x, z)}));
        tensors.add(wide("generated_gradient", List.of(generated, 3), ofSamples(samples, reference, stepped)));
        add(tensors, "d", game.discriminatorNetwork(), d, uphill, stepped);
        add(tensors, "g", game.generatorNetwork(), g, downhill, moved(g, downhill, -RATE));
        tensors.add(narrow("x", List.of(real, 3), flat(x)));
        tensors.add(narrow("z", List.of(generated, 2), flat(z)));
        Files.write(folder.resolve(objective + ".safetensors"), new Safetensors(Map.of(), tensors).toBytes());
        list(objective, game);
    }

    private void list(String objective, Game game) {
        ObjectNode entry = index.addObject()
                .put("file", objective + ".safetensors")
                .put("kind", "gan-step")
                .put("objective", objective)
                .put("learning_rate", RATE);
        game.objective().clip().ifPresentOrElse(clip -> entry.put("clip", clip), () -> entry.putNull("clip"));
        activations(entry.putArray("discriminator"), game.discriminator().layers());
        activations(entry.putArray("generator"), game.generator().layers());
        entry.put("tolerance", TOLERANCE)
                .put("why", "one step of each player, the generator's against the new discriminator");
    }

    private static void activations(ArrayNode names, List<Layer> layers) {
        layers.forEach(layer -> names.add(layer.activation().settingName()));
    }

    private static double[] ofSamples(
            double[][] samples, ReferenceGame reference, Map<String, double[]> discriminator) {
        Map<String, double[]> rows = new HashMap<>();
        for (int i = 0; i < samples.length; i++) {
            rows.put("" + i, samples[i]);
        }
        Map<String, double[]> gradient =
                ReferenceGame.gradient(rows, changed -> reference.generatorLoss(discriminator, samples));
        double[] all = new double[samples.length * samples[0].length];
        for (int i = 0; i < samples.length; i++) {
            System.arraycopy(gradient.get("" + i), 0, all, i * samples[0].length, samples[0].length);
        }
        return all;
    }

    private static void add(
            List<Tensor> tensors,
            String player,
            Network network,
            Map<String, double[]> weights,
            Map<String, double[]> gradients,
            Map<String, double[]> updated) {
        for (int i = 0; i < network.parameters().size(); i++) {
            Parameter parameter = network.parameters().get(i);
            tensors.add(wide(player + ".gradient." + i, parameter.shape(), gradients.get(parameter.name())));
            tensors.add(wide(player + ".updated." + i, parameter.shape(), updated.get(parameter.name())));
            tensors.add(narrow(player + ".weight." + i, parameter.shape(), weights.get(parameter.name())));
        }
    }

    private static Map<String, double[]> moved(Map<String, double[]> from, Map<String, double[]> along, double rate) {
        Map<String, double[]> moved = new HashMap<>();
        from.forEach((name, values) -> {
            double[] next = values.clone();
            for (int i = 0; i < next.length; i++) {
                next[i] += rate * along.get(name)[i];
            }
            moved.put(name, next);
        });
        return moved;
    }

    private static Map<String, double[]> weights(Network network, Random random) {
        Map<String, double[]> weights = new HashMap<>();
        for (Parameter parameter : network.parameters()) {
            double[] values = new double[parameter.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (random.nextGaussian() * 0.5);
            }
            weights.put(parameter.name(), values);
        }
        return weights;
    }

    private static double[][] rows(int count, int size, Random random) {
        double[][] rows = new double[count][size];
        for (double[] row : rows) {
            for (int i = 0; i < size; i++) {
                row[i] = (float) random.nextGaussian();
            }
        }
        return rows;
    }

    private static double[] flat(double[][] rows) {
        double[] flat = new double[rows.length * rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, flat, i * rows[0].length, rows[0].length);
        }
        return flat;
    }

    private static Tensor wide(String name, List<Integer> shape, double[] values) {
        ByteBuffer data = ByteBuffer.allocate(values.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        data.asDoubleBuffer().put(values);
        return new Tensor(name, DType.F64, shape, data);
    }

    private static Tensor narrow(String name, List<Integer> shape, double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return Tensor.ofFloats(name, shape, floats);
    }
}
