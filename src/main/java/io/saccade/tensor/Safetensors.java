package io.saccade.tensor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Named tensors and string metadata in the <a href="https://github.com/huggingface/safetensors#format">safetensors</a>
 * format: eight bytes of little-endian header length, a JSON header, then the tensors' bytes without gaps.
 *
 * <p>Writing is deterministic: metadata sorted by key, tensors in the given order, the header padded with spaces to a
 * multiple of eight bytes.
 *
 * @param metadata free strings of the file
 * @param tensors in file order, names unique
 */
public record Safetensors(Map<String, String> metadata, List<Tensor> tensors) {

    /** Longest header that is read, as in the reference implementation: 100 MB. */
    private static final long MAX_HEADER = 100_000_000;

    private static final int LENGTH_BYTES = Long.BYTES;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final ObjectMapper MAPPER = new ObjectMapper(JSON);

    public Safetensors {
        metadata = Map.copyOf(metadata);
        tensors = List.copyOf(tensors);
    }

    /** The tensor of that name, if the file has it. */
    public Optional<Tensor> find(String name) {
        return tensors.stream().filter(tensor -> tensor.name().equals(name)).findFirst();
    }

    /**
     * The tensor of that name.
     *
     * @throws MalformedTensorsException if the file has none; the message lists what it has
     */
    public Tensor get(String name) throws MalformedTensorsException {
        return find(name)
                .orElseThrow(() -> new MalformedTensorsException("no tensor '" + name + "'; the file has "
                        + tensors.stream().map(Tensor::name).toList()));
    }

    /**
     * Reads a file's bytes; the tensors share the array.
     *
     * @throws MalformedTensorsException if the bytes break the format
     */
    public static Safetensors read(byte[] bytes) throws MalformedTensorsException {
        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.length < LENGTH_BYTES) {
            throw new MalformedTensorsException(
                    "a safetensors file has at least " + LENGTH_BYTES + " bytes, got " + bytes.length);
        }
        long headerLength = file.getLong(0);
        if (headerLength < 2 || headerLength > Math.min(MAX_HEADER, bytes.length - LENGTH_BYTES)) {
            throw new MalformedTensorsException("header length " + Long.toUnsignedString(headerLength)
                    + " does not fit a file of " + bytes.length + " bytes");
        }
        JsonNode header = parse(bytes, (int) headerLength);
        int dataStart = LENGTH_BYTES + (int) headerLength;
        ByteBuffer data = file.slice(dataStart, bytes.length - dataStart);

        Map<String, String> metadata = new LinkedHashMap<>();
        Map<Long, Tensor> byStart = new TreeMap<>();
        List<Tensor> empty = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : header.properties()) {
            if (entry.getKey().equals("__metadata__")) {
                for (Map.Entry<String, JsonNode> pair : entry.getValue().properties()) {
                    metadata.put(pair.getKey(), pair.getValue().asText());
                }
                continue;
            }
            long begin = entry.getValue().path("data_offsets").path(0).asLong(-1);
            Tensor tensor = tensor(entry.getKey(), entry.getValue(), data);
            if (tensor.data().remaining() == 0) {
                empty.add(tensor);
            } else if (byStart.put(begin, tensor) != null) {
                throw new MalformedTensorsException("two tensors begin at offset " + begin);
            }
        }
        requireNoGaps(byStart, data.remaining());
        List<Tensor> tensors = new ArrayList<>(byStart.values());
        tensors.addAll(empty);
        return new Safetensors(metadata, tensors);
    }

    /** The file's bytes. */
    public byte[] toBytes() {
        byte[] header = header();
        int padded = (header.length + 7) / 8 * 8;
        int dataBytes =
                tensors.stream().mapToInt(tensor -> tensor.data().remaining()).sum();
        ByteBuffer file = ByteBuffer.allocate(LENGTH_BYTES + padded + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(padded).put(header);
        Arrays.fill(file.array(), file.position(), LENGTH_BYTES + padded, (byte) ' ');
        file.position(LENGTH_BYTES + padded);
        for (Tensor tensor : tensors) {
            file.put(tensor.data().duplicate());
        }
        return file.array();
    }

    private byte[] header() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            if (!metadata.isEmpty()) {
                json.writeObjectFieldStart("__metadata__");
                for (Map.Entry<String, String> pair : new TreeMap<>(metadata).entrySet()) {
                    json.writeStringField(pair.getKey(), pair.getValue());
                }
                json.writeEndObject();
            }
            long offset = 0;
            for (Tensor tensor : tensors) {
                json.writeObjectFieldStart(tensor.name());
                json.writeStringField("dtype", tensor.dtype().name());
                json.writeArrayFieldStart("shape");
                for (int extent : tensor.shape()) {
                    json.writeNumber(extent);
                }
                json.writeEndArray();
                json.writeArrayFieldStart("data_offsets");
                json.writeNumber(offset);
                offset += tensor.data().remaining();
                json.writeNumber(offset);
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    private static JsonNode parse(byte[] bytes, int headerLength) throws MalformedTensorsException {
        try {
            JsonNode header = MAPPER.readTree(bytes, LENGTH_BYTES, headerLength);
            if (!header.isObject()) {
                throw new MalformedTensorsException("the header is not a JSON object");
            }
            return header;
        } catch (JsonProcessingException e) {
            throw new MalformedTensorsException("the header is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) { // not the characters of any encoding of JSON
            throw new MalformedTensorsException("the header is not JSON: " + e.getMessage());
        }
    }

    private static Tensor tensor(String name, JsonNode entry, ByteBuffer data) throws MalformedTensorsException {
        DType dtype = dtype(name, entry.path("dtype").asText());
        List<Integer> shape = new ArrayList<>();
        for (JsonNode extent : entry.path("shape")) {
            if (!extent.canConvertToInt() || extent.intValue() < 0) {
                throw new MalformedTensorsException("tensor '" + name + "' has extent " + extent + " in its shape");
            }
            shape.add(extent.intValue());
        }
        JsonNode offsets = entry.path("data_offsets");
        long begin = offsets.path(0).asLong(-1);
        long end = offsets.path(1).asLong(-1);
        if (!entry.path("shape").isArray()
                || offsets.size() != 2
                || begin < 0
                || end < begin
                || end > data.remaining()) {
            throw new MalformedTensorsException("tensor '" + name + "' needs a shape and two data_offsets within "
                    + data.remaining() + " bytes, got " + entry.path("shape") + " and " + offsets);
        }
        try {
            return new Tensor(name, dtype, shape, data.slice((int) begin, (int) (end - begin)));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new MalformedTensorsException("tensor '" + name + "' " + dtype + " " + shape + " does not take the "
                    + (end - begin) + " bytes that its offsets give");
        }
    }

    private static DType dtype(String name, String dtype) throws MalformedTensorsException {
        try {
            return DType.valueOf(dtype);
        } catch (IllegalArgumentException e) {
            throw new MalformedTensorsException("tensor '" + name + "' has dtype '" + dtype + "', expected one of "
                    + Arrays.toString(DType.values()));
        }
    }

    private static void requireNoGaps(Map<Long, Tensor> byStart, long dataBytes) throws MalformedTensorsException {
        long expected = 0;
        for (Map.Entry<Long, Tensor> entry : byStart.entrySet()) {
            if (entry.getKey() != expected) {
                throw new MalformedTensorsException("tensor '"
                        + entry.getValue().name() + "' begins at " + entry.getKey() + ", expected " + expected);
            }
            expected += entry.getValue().data().remaining();
        }
        if (expected != dataBytes) {
            throw new MalformedTensorsException(
                    "the tensors end at " + expected + ", the file has " + dataBytes + " bytes of data");
        }
    }
}
