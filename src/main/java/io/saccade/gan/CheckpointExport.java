package io.saccade.gan;

import io.saccade.gan.net.Volume;
import io.saccade.gan.step.Export;
import io.saccade.gan.step.Game;
import io.saccade.gan.step.StateTensor;
import io.saccade.tensor.Safetensors;
import io.saccade.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What other programs take from a checkpoint. Nothing else is needed to read it: its game is among its settings.
 *
 * @param game that the checkpoint is of
 */
public record CheckpointExport(Checkpoint checkpoint, Game game) {

    /**
     * Reads the game.
     *
     * @throws IllegalArgumentException if the settings make no game or the tensors are not those of it
     */
    public static CheckpointExport of(Checkpoint checkpoint) {
        Game game = GameText.parse(checkpoint.settings());
        for (StateTensor expected : StateTensor.of(game)) {
            Tensor tensor = checkpoint.state().get(expected.name());
            List<Integer> shape = expected.parameter().shape();
            if (tensor == null || !tensor.shape().equals(shape)) {
                throw new IllegalArgumentException("its tensor '" + expected.name() + "' is "
                        + (tensor == null ? "missing" : tensor.shape()) + ", its settings expect " + shape);
            }
        }
        if (checkpoint.centre().length != game.sample().size()) {
            throw new IllegalArgumentException("its centre has " + checkpoint.centre().length
                    + " numbers, its settings expect " + game.sample().size());
        }
        return new CheckpointExport(checkpoint, game);
    }

    /** The generator as an ONNX model: {@code noise} [N, d] to {@code samples} [N, k] as they were learnt from. */
    public byte[] generator() {
        return Export.generator(game, checkpoint.weights(), checkpoint.centre());
    }

    /** The discriminator as an ONNX model: {@code samples} [N, k] as they were learnt from to {@code judgements}. */
    public byte[] discriminator() {
        return Export.discriminator(game, checkpoint.weights(), checkpoint.centre());
    }

    /**
     * The weights alone, {@code d.*} and {@code g.*}, with the generator's averages in the place of its weights where there are
     * such, and {@code centre} [k], which samples are given less.
     */
    public Safetensors weights() {
        List<Tensor> tensors = new ArrayList<>();
        for (StateTensor each : StateTensor.of(game)) {
            boolean averaged = !each.isDiscriminators() && game.average() > 0;
            if (each.role() == (averaged ? StateTensor.Role.AVERAGE : StateTensor.Role.WEIGHT)) {
                Tensor tensor = Objects.requireNonNull(checkpoint.state().get(each.name()));
                tensors.add(new Tensor(each.weight(), tensor.dtype(), tensor.shape(), tensor.data()));
            }
        }
        tensors.add(Tensor.ofFloats("centre", List.of(checkpoint.centre().length), checkpoint.centre()));
        Map<String, String> metadata = provenance();
        metadata.putAll(checkpoint.settings());
        return new Safetensors(metadata, tensors);
    }

    /** Generated samples: {@code samples} [count, k], of frames [count, height, width, channels]. */
    public Safetensors samples(float[][] samples) {
        Volume volume = game.sample();
        float[] all = new float[samples.length * volume.size()];
        for (int i = 0; i < samples.length; i++) {
            System.arraycopy(samples[i], 0, all, i * volume.size(), volume.size());
        }
        List<Integer> shape = volume.isFlat()
                ? List.of(samples.length, volume.size())
                : List.of(samples.length, volume.height(), volume.width(), volume.channels());
        Map<String, String> metadata = provenance();
        metadata.put("sample", volume.toString());
        return new Safetensors(metadata, List.of(Tensor.ofFloats("samples", shape, all)));
    }

    private Map<String, String> provenance() {
        Map<String, String> metadata = new HashMap<>();
        metadata.put("step", Long.toString(checkpoint.progress().steps()));
        metadata.put("seed", Long.toString(checkpoint.seed()));
        metadata.put("digest", checkpoint.digest());
        return metadata;
    }
}
