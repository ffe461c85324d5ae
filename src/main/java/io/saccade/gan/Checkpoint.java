package io.saccade.gan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.saccade.frame.Digests;
import io.saccade.gan.step.StateTensor;
import io.saccade.gan.step.Weights;
import io.saccade.tensor.DType;
import io.saccade.tensor.MalformedTensorsException;
import io.saccade.tensor.Safetensors;
import io.saccade.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything that a trainer is, at a moment between two samples: from here on the same samples give the same bits.
 *
 * <p>In a file: every {@link StateTensor} by its name, F32; {@code centre} [k]; {@code pending} [p, k], samples of the unfinished
 * minibatch;
 * {@code novelty.N} for camera number N, F64; numbers and settings as metadata.
 *
 * @param progress how far training is
 * @param seed of all noise
 * @param state weights, what the update rules remember, and averages, by name and in order
 * @param centre what samples are centred on, k numbers
 * @param pending samples of the unfinished minibatch
 * @param cameras what is remembered of each camera, the one not seen for longest first
 * @param positions where to read on, by the name of the source; empty for a trainer that reads no topic
 * @param settings for people who look at the file
 */
public record Checkpoint(
        Progress progress,
        long seed,
        Map<String, Tensor> state,
        float[] centre,
        List<float[]> pending,
        Map<String, double[]> cameras,
        Map<String, Long> positions,
        Map<String, String> settings) {

    private static final String FORMAT = "saccade-gan/1";
    private static final String PENDING = "pending";
    private static final String CENTRE = "centre";
    private static final String NOVELTY = "novelty.";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The same with positions. */
    public Checkpoint at(Map<String, Long> where) {
        return new Checkpoint(progress, seed, state, centre, pending, cameras, new TreeMap<>(where), settings);
    }

    /** SHA-256 of all state tensors, in order. */
    public String digest() {
        int size = state.values().stream()
                .mapToInt(tensor -> tensor.data().remaining())
                .sum();
        ByteBuffer all = ByteBuffer.allocate(size);
        state.values().forEach(tensor -> all.put(tensor.data().duplicate()));
        return Digests.sha256(all.array());
    }

    /** The weights for networks to run with. */
    public Weights weights() {
        return name -> {
            Tensor tensor = state.get(name);
            if (tensor == null) {
                throw new IllegalArgumentException("the checkpoint has no tensor '" + name + "'");
            }
            ByteBuffer floats =
                    ByteBuffer.allocateDirect(tensor.data().remaining()).order(ByteOrder.nativeOrder());
            floats.asFloatBuffer()
                    .put(tensor.data()
                            .duplicate()
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .asFloatBuffer());
            return floats;
        };
    }

    /** The file. */
    public Safetensors toFile() {
        Map<String, String> metadata = new TreeMap<>();
        metadata.put("format", FORMAT);
        metadata.put("samples", Long.toString(progress.samples()));
        metadata.put("minibatches", Long.toString(progress.minibatches()));
        metadata.put("step", Long.toString(progress.steps()));
        metadata.put("skipped", Long.toString(progress.skipped()));
        metadata.put("calm", Long.toString(progress.calm()));
        metadata.put("stopped", Boolean.toString(progress.stopped()));
        metadata.put("seed", Long.toString(seed));
        metadata.put("digest", digest());
        metadata.put("cameras", json(cameras.keySet()));
        metadata.put("positions", json(positions));
        metadata.put("settings", json(new TreeMap<>(settings)));
        List<Tensor> tensors = new ArrayList<>(state.values());
        tensors.add(Tensor.ofFloats(CENTRE, List.of(centre.length), centre));
        tensors.add(pendingTensor());
        int number = 0;
        for (double[] camera : cameras.values()) {
            ByteBuffer data = ByteBuffer.allocate(camera.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            data.asDoubleBuffer().put(camera);
            tensors.add(new Tensor(NOVELTY + number++, DType.F64, List.of(camera.length), data));
        }
        return new Safetensors(metadata, tensors);
    }

    private Tensor pendingTensor() {
        int size = pending.isEmpty() ? 0 : pending.get(0).length;
        float[] numbers = new float[pending.size() * size];
        for (int i = 0; i < pending.size(); i++) {
            System.arraycopy(pending.get(i), 0, numbers, i * size, size);
        }
        return Tensor.ofFloats(PENDING, List.of(pending.size(), size), numbers);
    }

    /**
     * Reads a file.
     *
     * @throws MalformedTensorsException if it is no checkpoint; the message says what was expected
     */
    public static Checkpoint of(Safetensors file) throws MalformedTensorsException {
        Map<String, String> metadata = file.metadata();
        if (!FORMAT.equals(metadata.get("format"))) {
            throw new MalformedTensorsException(
                    "format is " + metadata.get("format") + ", expected a checkpoint of format " + FORMAT);
        }
        Map<String, Tensor> state = new LinkedHashMap<>();
        Map<String, double[]> byNumber = new LinkedHashMap<>();
        for (Tensor tensor : file.tensors()) {
            if (tensor.name().startsWith(NOVELTY)) {
                double[] numbers = new double[tensor.data().remaining() / Double.BYTES];
                tensor.data()
                        .duplicate()
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asDoubleBuffer()
                        .get(numbers);
                byNumber.put(tensor.name(), numbers);
            } else if (!tensor.name().equals(PENDING) && !tensor.name().equals(CENTRE)) {
                state.put(tensor.name(), tensor);
            }
        }
        try {
            Map<String, double[]> cameras = new LinkedHashMap<>();
            List<String> names = JSON.readValue(metadata.getOrDefault("cameras", ""), new TypeReference<>() {});
            for (int i = 0; i < names.size(); i++) {
                double[] camera = byNumber.get(NOVELTY + i);
                if (camera == null) {
                    throw new MalformedTensorsException("no tensor '" + NOVELTY + i + "' of camera " + names.get(i));
                }
                cameras.put(names.get(i), camera);
            }
            return new Checkpoint(
                    new Progress(
                            number(metadata, "samples"),
                            number(metadata, "minibatches"),
                            number(metadata, "step"),
                            number(metadata, "skipped"),
                            number(metadata, "calm"),
                            Boolean.parseBoolean(metadata.get("stopped"))),
                    number(metadata, "seed"),
                    state,
                    file.get(CENTRE).toFloats(),
                    pending(file.get(PENDING)),
                    cameras,
                    JSON.readValue(metadata.getOrDefault("positions", ""), new TypeReference<Map<String, Long>>() {}),
                    JSON.readValue(metadata.getOrDefault("settings", ""), new TypeReference<Map<String, String>>() {}));
        } catch (JsonProcessingException | NumberFormatException e) {
            throw new MalformedTensorsException("the checkpoint's metadata can't be read: " + e.getMessage());
        }
    }

    private static long number(Map<String, String> metadata, String name) {
        return Long.parseLong(metadata.getOrDefault(name, ""));
    }

    private static List<float[]> pending(Tensor tensor) throws MalformedTensorsException {
        if (tensor.shape().size() != 2) {
            throw new MalformedTensorsException("tensor 'pending' has shape " + tensor.shape() + ", expected [p, k]");
        }
        float[] numbers = tensor.toFloats();
        int size = tensor.shape().get(1);
        List<float[]> pending = new ArrayList<>();
        for (int i = 0; i < tensor.shape().get(0); i++) {
            pending.add(java.util.Arrays.copyOfRange(numbers, i * size, (i + 1) * size));
        }
        return pending;
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
