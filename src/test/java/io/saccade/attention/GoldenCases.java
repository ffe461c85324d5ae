package io.saccade.attention;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.saccade.frame.Image;
import io.saccade.frame.SampleType;
import io.saccade.tensor.DType;
import io.saccade.tensor.Safetensors;
import io.saccade.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes the project's own golden cases with {@link ReferenceAttention}, in the form that {@link GoldenCase} reads. Argument:
 * the folder, {@code src/test/resources/golden}. Running it again changes no byte.
 */
final class GoldenCases {

    private static final double EXACT = 1e-5;

    private final Path folder;
    private final ArrayNode index = new ObjectMapper().createArrayNode();

    private GoldenCases(Path folder) {
        this.folder = folder;
    }

    /** Writes all cases and their index. */
    public static void main(String[] args) throws IOException {
        GoldenCases cases = new GoldenCases(Files.createDirectories(Path.of(args[0])));
        Image odd = Samples.bytes(161, 97, 3, 1);
        cases.perPixel("tiles", "several tiles that don't divide the pixels", odd, parameters(3, 16, 300, 2), 8);
        cases.perPixel("quadratic", "logits that hardly vary", odd, parameters(3, 2, 0.5, 3), 8);
        cases.perPixel("exponential", "useful keys", Samples.bytes(64, 48, 3, 4), parameters(3, 4, 50, 5), 4);
        cases.perPixel("stable", "logits past 80", Samples.bytes(64, 48, 3, 6), parameters(3, 2, 5e4, 7), 4);
        cases.perPixel("huge", "the largest finite keys", Samples.bytes(13, 7, 3, 8), parameters(3, 1, 5e37, 9), 1);
        cases.perPixel(
                "grey", "256 different queries at most", Samples.bytes(67, 43, 1, 10), parameters(1, 3, 80, 11), 2);
        cases.perPixel("five", "five input channels", Samples.bytes(21, 17, 5, 12), parameters(5, 2, 20, 13), 1);
        cases.perPixel("pixel", "one pixel", Samples.bytes(1, 1, 4, 14), parameters(4, 2, 2, 15), 1);
        cases.perPixel("black", "every norm is 0", Samples.constant(9, 5, 3, 0), parameters(3, 2, 10, 16), 1);
        cases.perPixel("white", "every pixel alike", Samples.constant(9, 5, 3, 255), parameters(3, 2, 10, 17), 1);
        cases.perPixel("zero-channel", "one channel's norm is 0", zeroChannel(), parameters(3, 2, 30, 18), 1);
        Image floats = Samples.floats(33, 19, 3, -0.2, 1, 19);
        cases.perPixel("float", "signed floats", floats, parameters(3, 2, 40, 20), 1);
        Image faint = Samples.floats(11, 8, 3, 0, 1e-30, 21);
        cases.perPixel("faint", "floats whose squares vanish in float32", faint, parameters(3, 1, 9, 22), 1);
        cases.windowed("windowed", "the second operator", Samples.bytes(45, 31, 3, 23), parameters(3, 3, 30, 24));
        Files.writeString(
                cases.folder.resolve("index.json"),
                new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(cases.index) + "\n");
    }

    private static AttentionParameters parameters(int inputs, int outputs, double scale, long seed) {
        return Samples.parameters(inputs, outputs, scale, seed);
    }

    private static Image zeroChannel() {
        Image image = Samples.bytes(16, 12, 3, 25);
        for (int i = 0; i < image.pixels(); i++) {
            image.samples().put(3 * i + 1, (byte) 0);
        }
        return image;
    }

    private void perPixel(String name, String why, Image image, AttentionParameters parameters, int sample)
            throws IOException {
        double[][] scores = ReferenceAttention.perPixel(image, parameters);
        write("operator", name, why, image, parameters, scores, image.width(), image.height(), sample);
    }

    private void windowed(String name, String why, Image image, AttentionParameters parameters) throws IOException {
        double[][] scores = ReferenceAttention.windowed(image, parameters);
        write("operator-windowed", name, why, image, parameters, scores, image.width() - 2, image.height() - 2, 1);
    }

    private void write(
            String kind,
            String name,
            String why,
            Image image,
            AttentionParameters parameters,
            double[][] scores,
            int width,
            int height,
            int sample)
            throws IOException {
        List<Tensor> tensors = new ArrayList<>(tensorsOf(parameters));
        DType dtype = image.type() == SampleType.U8 ? DType.U8 : DType.F32;
        List<Integer> shape = List.of(image.height(), image.width(), image.channels());
        tensors.add(new Tensor("image", dtype, shape, image.samples().duplicate()));
        int rows = (height + sample - 1) / sample;
        int columns = (width + sample - 1) / sample;
        ByteBuffer sampled = ByteBuffer.allocate(scores.length * rows * columns * Double.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        for (double[] plane : scores) {
            for (int y = 0; y < height; y += sample) {
                for (int x = 0; x < width; x += sample) {
                    sampled.putDouble(plane[y * width + x]);
                }
            }
        }
        String scoresName = sample == 1 ? "scores" : "scores_sampled";
        tensors.add(new Tensor(scoresName, DType.F64, List.of(scores.length, rows, columns), sampled.flip()));
        String file = name + ".safetensors";
        Files.write(folder.resolve(file), new Safetensors(Map.of(), tensors).toBytes());
        index.addObject()
                .put("file", file)
                .put("kind", kind)
                .put("why", why)
                .put("sample", sample)
                .put("tolerance", EXACT)
                .put("parameters", parameters.trainable());
    }

    private static List<Tensor> tensorsOf(AttentionParameters parameters) throws IOException {
        try {
            return Safetensors.read(parameters.toBytes()).tensors();
        } catch (io.saccade.tensor.MalformedTensorsException ours) {
            throw new IOException(ours);
        }
    }
}
