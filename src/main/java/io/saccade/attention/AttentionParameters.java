package io.saccade.attention;

import io.saccade.frame.Digests;
import io.saccade.frame.FrameSize;
import io.saccade.tensor.MalformedTensorsException;
import io.saccade.tensor.Safetensors;
import io.saccade.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The trainable parameters of the attention operator (CS230 midterm, spring 2021, question 6): for each output channel a
 * key kernel of 3 × 3 × iC and a value kernel of 3 × 3 × 1.
 *
 * @param inputChannels iC, at least 1
 * @param outputChannels oC, at least 1
 * @param keys {@code [oC, 3, 3, iC]}, row-major, finite
 * @param values {@code [oC, 3, 3, 1]}, row-major, finite
 * @param metadata free strings of the file, such as how the parameters were made
 */
public record AttentionParameters(
        int inputChannels, int outputChannels, float[] keys, float[] values, Map<String, String> metadata) {

    /** Positions (a, b) of the 3 × 3 kernel. */
    public static final int POSITIONS = 9;

    private static final String FRAME_WIDTH = "frame_width";
    private static final String FRAME_HEIGHT = "frame_height";

    public AttentionParameters {
        if (inputChannels < 1 || outputChannels < 1) {
            throw new IllegalArgumentException("expected at least one input and one output channel, got "
                    + inputChannels + " and " + outputChannels);
        }
        if (keys.length != outputChannels * POSITIONS * inputChannels || values.length != outputChannels * POSITIONS) {
            throw new IllegalArgumentException("expected " + outputChannels * POSITIONS * inputChannels + " keys and "
                    + outputChannels * POSITIONS + " values, got " + keys.length + " and " + values.length);
        }
        requireFinite("keys", keys);
        requireFinite("values", values);
        keys = keys.clone();
        values = values.clone();
        metadata = Map.copyOf(metadata);
    }

    /**
     * Reads a parameter file: safetensors with {@code keys} [oC, 3, 3, iC] and {@code values} [oC, 3, 3, 1], F32.
     *
     * @throws IOException if the file can't be read
     * @throws MalformedTensorsException if it does not hold such parameters; the message says what was expected
     */
    public static AttentionParameters read(Path file) throws IOException, MalformedTensorsException {
        return parse(Files.readAllBytes(file));
    }

    /**
     * Parses the bytes of a parameter file.
     *
     * @throws MalformedTensorsException if they do not hold such parameters; the message says what was expected
     */
    public static AttentionParameters parse(byte[] bytes) throws MalformedTensorsException {
        Safetensors file = Safetensors.read(bytes);
        Tensor keys = file.get("keys");
        Tensor values = file.get("values");
        List<Integer> k = keys.shape();
        if (k.size() != 4 || k.get(0) < 1 || k.get(1) != 3 || k.get(2) != 3 || k.get(3) < 1) {
            throw new MalformedTensorsException("'keys' has shape " + k + ", expected [oC, 3, 3, iC]");
        }
        if (!values.shape().equals(List.of(k.get(0), 3, 3, 1))) {
            throw new MalformedTensorsException("'values' has shape " + values.shape() + ", expected [" + k.get(0)
                    + ", 3, 3, 1] to go with 'keys'");
        }
        try {
            return new AttentionParameters(k.get(3), k.get(0), keys.toFloats(), values.toFloats(), file.metadata());
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw new MalformedTensorsException(String.valueOf(e.getMessage()));
        }
    }

    /** The parameters that Saccade comes with: iC = 3, oC = 1, made by {@code calibrate --synthetic}. */
    public static AttentionParameters defaults() {
        try (InputStream file = AttentionParameters.class.getResourceAsStream("default.safetensors")) {
            return parse(Objects.requireNonNull(file, "default.safetensors").readAllBytes());
        } catch (IOException | MalformedTensorsException impossible) {
            throw new IllegalStateException("the default parameters are broken", impossible);
        }
    }

    /** The bytes of a parameter file. */
    public byte[] toBytes() {
        return new Safetensors(metadata, tensors()).toBytes();
    }

    /** Number of trainable parameters, 9 · (iC + 1) · oC. */
    public int trainable() {
        return POSITIONS * (inputChannels + 1) * outputChannels;
    }

    /** SHA-256 of the two tensors with their shapes, as 64 hexadecimal digits; metadata does not count. */
    public String digest() {
        return Digests.sha256(new Safetensors(Map.of(), tensors()).toBytes());
    }

    /** The key k^o_m of channel {@code c}, {@code m = 3a + b}. */
    public float key(int output, int position, int channel) {
        return keys[(output * POSITIONS + position) * inputChannels + channel];
    }

    /** The value v^o_m, {@code m = 3a + b}. */
    public float value(int output, int position) {
        return values[output * POSITIONS + position];
    }

    /** The size of the frames that they were fitted to; empty if the file does not say. */
    public Optional<FrameSize> calibratedFor() {
        try {
            return Optional.of(FrameSize.parse(metadata.get(FRAME_WIDTH) + "x" + metadata.get(FRAME_HEIGHT)));
        } catch (IllegalArgumentException unsaid) {
            return Optional.empty();
        }
    }

    /** The same parameters, saying that they were fitted to frames of a size. */
    AttentionParameters calibratedFor(FrameSize size) {
        Map<String, String> all = new HashMap<>(metadata);
        all.put(FRAME_WIDTH, Integer.toString(size.width()));
        all.put(FRAME_HEIGHT, Integer.toString(size.height()));
        return new AttentionParameters(inputChannels, outputChannels, keys, values, all);
    }

    /**
     * These parameters for frames of another size. A query shrinks with the root of the number of pixels, so the keys grow
     * with it: what was fitted at 640 × 480 is dull at 1920 × 1080 and glaring at 160 × 120. Parameters that don't say
     * what they were fitted to stay as they are.
     */
    public AttentionParameters scaledTo(FrameSize size) {
        Optional<FrameSize> fitted = calibratedFor();
        if (fitted.isEmpty() || fitted.get().pixels() == size.pixels()) {
            return this;
        }
        double scale = StrictMath.sqrt((double) size.pixels() / fitted.get().pixels());
        float[] scaled = keys.clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = (float) (scaled[i] * scale);
        }
        return new AttentionParameters(inputChannels, outputChannels, scaled, values, metadata).calibratedFor(size);
    }

    private List<Tensor> tensors() {
        return List.of(
                Tensor.ofFloats("keys", List.of(outputChannels, 3, 3, inputChannels), keys),
                Tensor.ofFloats("values", List.of(outputChannels, 3, 3, 1), values));
    }

    private static void requireFinite(String name, float[] numbers) {
        for (int i = 0; i < numbers.length; i++) {
            if (!Float.isFinite(numbers[i])) {
                throw new IllegalArgumentException(
                        "'" + name + "' has " + numbers[i] + " at index " + i + ", expected finite numbers");
            }
        }
    }
}
