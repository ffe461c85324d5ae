package io.saccade.attention;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.saccade.frame.Image;
import io.saccade.frame.SampleType;
import io.saccade.frame.ScoreMap;
import io.saccade.tensor.DType;
import io.saccade.tensor.Safetensors;
import io.saccade.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One case of a golden folder: {@code index.json} lists files with {@code image} [H, W, iC] (U8 or F32), {@code keys},
 * {@code values} and the float64 {@code scores} [oC, H, W], or {@code scores_sampled} at every {@code sample}-th row and
 * column.
 *
 * @param sample stride of the scores in rows and columns
 * @param tolerance largest error of a score
 * @param trainable number of trainable parameters that the index gives
 */
record GoldenCase(Path file, Variant variant, String why, int sample, double tolerance, int trainable) {

    /** Every case of kind {@code operator}, and our own kind {@code operator-windowed}. */
    static List<GoldenCase> in(Path folder) throws Exception {
        List<GoldenCase> cases = new ArrayList<>();
        for (JsonNode entry : new ObjectMapper().readTree(Files.readAllBytes(folder.resolve("index.json")))) {
            String kind = entry.path("kind").asText();
            if (kind.equals("operator") || kind.equals("operator-windowed")) {
                cases.add(new GoldenCase(
                        folder.resolve(entry.path("file").asText()),
                        kind.equals("operator") ? Variant.PER_PIXEL : Variant.WINDOWED,
                        entry.path("why").asText(),
                        entry.path("sample").asInt(1),
                        entry.path("tolerance").asDouble(),
                        entry.path("parameters").asInt()));
            }
        }
        return cases;
    }

    AttentionParameters parameters() throws Exception {
        return AttentionParameters.read(file);
    }

    Image image() throws Exception {
        Tensor tensor = Safetensors.read(Files.readAllBytes(file)).get("image");
        assertThat(tensor.dtype()).isIn(DType.U8, DType.F32);
        SampleType type = tensor.dtype() == DType.U8 ? SampleType.U8 : SampleType.F32;
        List<Integer> shape = tensor.shape();
        int channels = shape.size() == 3 ? shape.get(2) : 1;
        Image image = Image.allocate(shape.get(1), shape.get(0), channels, type);
        if (type == SampleType.U8) {
            image.samples().put(0, tensor.data(), 0, tensor.data().limit());
        } else {
            image.samples().asFloatBuffer().put(tensor.toFloats());
        }
        return image;
    }

    /** Compares every score that the file has, each channel's. */
    void assertMatches(ScoreMap map) throws Exception {
        Safetensors tensors = Safetensors.read(Files.readAllBytes(file));
        Tensor scores = tensors.find("scores").isPresent() ? tensors.get("scores") : tensors.get("scores_sampled");
        int rows = (map.height() + sample - 1) / sample;
        int columns = (map.width() + sample - 1) / sample;
        assertThat(scores.shape()).isEqualTo(List.of(map.channels(), rows, columns));
        ByteBuffer expected = scores.data().order(ByteOrder.LITTLE_ENDIAN);
        double worst = 0;
        for (int o = 0, at = 0; o < map.channels(); o++) {
            for (int y = 0; y < rows; y++) {
                for (int x = 0; x < columns; x++, at++) {
                    double error = Math.abs(map.at(o, y * sample, x * sample) - expected.getDouble(at * Double.BYTES));
                    assertThat(error).as("finite at %d, %d, %d", o, y, x).isFinite();
                    worst = Math.max(worst, error);
                }
            }
        }
        assertThat(worst).as("largest error").isLessThanOrEqualTo(tolerance);
    }

    @Override
    public String toString() {
        return file.getFileName() + ": " + why;
    }
}
