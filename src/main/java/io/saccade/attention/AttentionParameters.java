package io.saccade.attention;

import io.saccade.tensor.MalformedTensorsException;
import io.saccade.tensor.Safetensors;
import io.saccade.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

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

    private static final String DEFAULTS = "default.safetensors";

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

    /**
     * The parameters that the product comes with: one output channel, three input channels, made by
     * {@code calibrate --synthetic} for frames of 640 × 480.
     */
    public static AttentionParameters defaults() {
        try (InputStream file = AttentionParameters.class.getResourceAsStream(DEFAULTS)) {
            if (file == null) {
                throw new IllegalStateException("the resource " + DEFAULTS + " is missing");
            }
            return parse(file.readAllBytes());
        } catch (IOException | MalformedTensorsException e) {
            throw new IllegalStateException("the resource " + DEFAULTS + " can't be read", e);
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
        try {
            byte[] bytes = new Safetensors(Map.of(), tensors()).toBytes();
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The key k^o_m of channel {@code c}, {@code m = 3a + b}. */
    public float key(int output, int position, int channel) {
        return keys[(output * POSITIONS + position) * inputChannels + channel];
    }

    /** The value v^o_m, {@code m = 3a + b}. */
    public float value(int output, int position) {
        return values[output * POSITIONS + position];
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
