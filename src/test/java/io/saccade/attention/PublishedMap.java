package io.saccade.attention;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.saccade.frame.Image;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** A published score map beside the formulas; it is read without the service's code. */
public final class PublishedMap {

    private static final ObjectMapper JSON = new ObjectMapper();

    private PublishedMap() {}

    /**
     * Largest difference from {@link ReferenceAttention#perPixel}, relative to the largest value of the parameters; infinite
     * if it is no float16 map of the image's size.
     *
     * @param map safetensors with {@code scores} [1, H, W], F16
     * @param parameters of one output channel
     */
    public static double error(byte[] map, Image image, AttentionParameters parameters) {
        double[] expected = ReferenceAttention.perPixel(image, parameters)[0];
        double largest = 0;
        for (int m = 0; m < AttentionParameters.POSITIONS; m++) {
            largest = Math.max(largest, Math.abs(parameters.value(0, m)));
        }
        double[] scores = halves(map, List.of(1, image.height(), image.width()));
        if (scores.length != expected.length) {
            return Double.POSITIVE_INFINITY;
        }
        double error = 0;
        for (int i = 0; i < expected.length; i++) {
            error = Math.max(error, Math.abs(expected[i] - scores[i]) / largest);
        }
        return error;
    }

    /** Tensor {@code scores} of a safetensors file; empty unless it is F16 of that shape. */
    private static double[] halves(byte[] file, List<Integer> shape) {
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int header = (int) bytes.getLong();
        try {
            JsonNode tensor = JSON.readTree(file, Long.BYTES, header).path("scores");
            if (!tensor.path("dtype").asText().equals("F16")
                    || !tensor.path("shape").toString().equals(shape.toString().replace(" ", ""))) {
                return new double[0];
            }
        } catch (IOException noJson) {
            return new double[0];
        }
        bytes.position(Long.BYTES + header);
        double[] scores = new double[bytes.remaining() / Short.BYTES];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = half(bytes.getShort());
        }
        return scores;
    }

    /** IEEE 754 binary16. */
    private static double half(short bits) {
        int exponent = bits >> 10 & 0x1f;
        int fraction = bits & 0x3ff;
        double magnitude;
        if (exponent == 0) {
            magnitude = Math.scalb((double) fraction, -24);
        } else if (exponent == 0x1f) {
            magnitude = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
        } else {
            magnitude = Math.scalb((double) (fraction | 0x400), exponent - 25);
        }
        return bits < 0 ? -magnitude : magnitude;
    }
}
