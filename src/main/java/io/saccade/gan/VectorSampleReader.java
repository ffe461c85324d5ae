package io.saccade.gan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.saccade.frame.Payload;
import io.saccade.frame.Reason;
import io.saccade.frame.RejectedException;
import io.saccade.tensor.DType;
import io.saccade.tensor.MalformedTensorsException;
import io.saccade.tensor.Safetensors;
import io.saccade.tensor.Tensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads plain vectors: a safetensors file with tensor {@code vector} [k] or {@code vectors} [n, k], F32 or F64, or a JSON
 * array of k numbers or of such arrays.
 *
 * @param size k
 */
record VectorSampleReader(int size) implements SampleReader {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** k of the first vector. */
    static int sizeOf(Payload payload) throws RejectedException {
        byte[] bytes = payload.bytes();
        int size;
        if (isJson(bytes)) {
            JsonNode array = parse(bytes);
            size = array.path(0).isArray() ? array.path(0).size() : array.size();
        } else {
            List<Integer> shape = vectorTensor(bytes, "vectors").shape();
            size = shape.get(shape.size() - 1);
        }
        if (size == 0) {
            throw new RejectedException(Reason.EMPTY, "there is no vector in it");
        }
        return size;
    }

    @Override
    public List<float[]> read(Payload payload) throws RejectedException {
        byte[] bytes = payload.bytes();
        if (bytes.length == 0) {
            throw new RejectedException(
                    Reason.EMPTY, "the record has no value, expected vectors of " + size + " numbers");
        }
        List<float[]> vectors = isJson(bytes) ? json(bytes) : tensors(bytes);
        if (vectors.isEmpty()) {
            throw new RejectedException(
                    Reason.EMPTY, "there is no vector in it, expected vectors of " + size + " numbers");
        }
        for (float[] vector : vectors) {
            for (float number : vector) {
                if (!Float.isFinite(number)) {
                    throw new RejectedException(
                            Reason.NOT_FINITE,
                            "a vector has NaN or an infinite number, expected finite float32 numbers");
                }
            }
        }
        return vectors;
    }

    /** A safetensors file begins with the length of its header, of which '[' would be an unlikely one. */
    private static boolean isJson(byte[] bytes) {
        for (byte each : bytes) {
            if (!Character.isWhitespace(each)) {
                return each == '[';
            }
        }
        return false;
    }

    private static JsonNode parse(byte[] bytes) throws RejectedException {
        try {
            return JSON.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw new RejectedException(Reason.UNDECODABLE, "broken JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new RejectedException(Reason.UNDECODABLE, "broken JSON: " + e.getMessage());
        }
    }

    private List<float[]> json(byte[] bytes) throws RejectedException {
        JsonNode array = parse(bytes);
        List<float[]> vectors = new ArrayList<>();
        if (array.path(0).isArray()) {
            for (JsonNode row : array) {
                vectors.add(row(row));
            }
        } else if (!array.isEmpty()) {
            vectors.add(row(array));
        }
        return vectors;
    }

    private float[] row(JsonNode row) throws RejectedException {
        requireSize(row.size());
        float[] vector = new float[size];
        for (int i = 0; i < size; i++) {
            if (!row.get(i).isNumber()) {
                throw new RejectedException(
                        Reason.UNDECODABLE, "a vector has " + row.get(i).getNodeType() + " in it, expected numbers");
            }
            vector[i] = row.get(i).floatValue();
        }
        return vector;
    }

    private List<float[]> tensors(byte[] bytes) throws RejectedException {
        Tensor tensor = vectorTensor(bytes, "vectors of " + size + " numbers");
        requireSize(tensor.shape().get(tensor.shape().size() - 1));
        if (tensor.dtype() != DType.F32 && tensor.dtype() != DType.F64) {
            throw new RejectedException(
                    Reason.UNDECODABLE,
                    "tensor '" + tensor.name() + "' is " + tensor.dtype() + ", expected F32 or F64");
        }
        return rows(tensor);
    }

    private static Tensor vectorTensor(byte[] bytes, String expected) throws RejectedException {
        Safetensors file;
        try {
            file = Safetensors.read(bytes);
        } catch (MalformedTensorsException e) {
            throw new RejectedException(
                    Reason.UNSUPPORTED_FORMAT,
                    "neither a JSON array nor safetensors (" + e.getMessage() + "), expected " + expected);
        }
        Optional<Tensor> one = file.find("vector");
        Tensor tensor = one.or(() -> file.find("vectors"))
                .orElseThrow(() -> new RejectedException(
                        Reason.UNDECODABLE, "the file has no tensor 'vector' [k] or 'vectors' [n, k]"));
        List<Integer> shape = tensor.shape();
        if (shape.size() != (one.isPresent() ? 1 : 2)) {
            throw new RejectedException(
                    Reason.UNDECODABLE,
                    "tensor '" + tensor.name() + "' has shape " + shape + ", expected "
                            + (one.isPresent() ? "[k]" : "[n, k]"));
        }
        return tensor;
    }

    private List<float[]> rows(Tensor tensor) {
        boolean wide = tensor.dtype() == DType.F64;
        int count = tensor.data().remaining() / tensor.dtype().bytes() / size;
        List<float[]> rows = new ArrayList<>(count);
        for (int i = 0, at = 0; i < count; i++) {
            float[] row = new float[size];
            for (int j = 0; j < size; j++, at += tensor.dtype().bytes()) {
                row[j] = wide
                        ? (float) tensor.data().getDouble(at)
                        : tensor.data().getFloat(at);
            }
            rows.add(row);
        }
        return rows;
    }

    private void requireSize(int actual) throws RejectedException {
        if (actual != size) {
            throw new RejectedException(
                    Reason.SIZE_MISMATCH,
                    "a vector has " + actual + " numbers, expected " + size + " (saccade.gan.sample)");
        }
    }
}
