package io.saccade.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.saccade.attention.AttentionParameters;
import io.saccade.attention.ReferenceAttention;
import io.saccade.frame.Image;
import io.saccade.ledger.FrameMix.Pixels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Compares some score maps with the formulas, computed slowly in float64. Only of frames in lossless formats, so that no
 * decoder's rounding matters. The tolerance is 2e-3 of the largest value: maps are float16, with 11 significant bits.
 */
final class SampleCheck {

    private static final int SAMPLES = 200;
    private static final double TOLERANCE = 2e-3;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final FrameMix mix;
    private final List<SentFrame> sample;
    private final AttentionParameters parameters = AttentionParameters.defaults();

    /** Chooses the sample, spread evenly over what was sent. */
    SampleCheck(FrameMix mix, List<SentFrame> sent) {
        this.mix = mix;
        this.sample = new ArrayList<>();
        int step = Math.max(1, sent.size() / SAMPLES);
        for (int i = 0; i < sent.size(); i += step) {
            SentFrame frame = sent.get(i);
            if (mix.at(frame.index()).pixels() != null) {
                sample.add(frame);
            }
        }
    }

    /** Frames whose maps {@link #check} wants. */
    Set<Position> wanted() {
        return sample.stream().map(SentFrame::at).collect(Collectors.toCollection(HashSet::new));
    }

    /** What is wrong with the maps, by the frames that they came of, in words. */
    List<String> check(Map<Position, byte[]> maps) {
        List<String> wrong = new ArrayList<>();
        for (SentFrame frame : sample) {
            byte[] map = maps.get(frame.at());
            Pixels pixels = mix.at(frame.index()).pixels();
            if (map != null && pixels != null) {
                double error = error(map, pixels);
                if (!(error <= TOLERANCE)) {
                    wrong.add(
                            "wrong: the map of frame " + frame.at() + " is off by " + error + " of the largest value");
                }
            }
        }
        return wrong;
    }

    /** Largest difference, relative to the largest value of the parameters; infinite if the shape is another. */
    private double error(byte[] map, Pixels pixels) {
        Image image = Image.copyOf(pixels.width(), pixels.height(), 3, pixels.samples());
        double[] expected = ReferenceAttention.perPixel(image, parameters)[0];
        double largest = 0;
        for (int m = 0; m < AttentionParameters.POSITIONS; m++) {
            largest = Math.max(largest, Math.abs(parameters.value(0, m)));
        }
        double[] scores = halves(map, List.of(1, pixels.height(), pixels.width()));
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
