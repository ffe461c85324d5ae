package io.saccade.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.saccade.frame.ScoreMap;
import io.saccade.tensor.DType;
import io.saccade.tensor.MalformedTensorsException;
import io.saccade.tensor.Safetensors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScoreMapEncoderTest {

    @ParameterizedTest
    @CsvSource({"F32,0", "F16,0.0005", "U8,0.004"})
    void whatIsWrittenIsReadBackWithinItsPrecision(ScoreEncoding encoding, float tolerance)
            throws MalformedTensorsException {
        ScoreMap map = random(2, 7, 5);

        ScoreMap back = ScoreMapDecoder.decode(new ScoreMapEncoder(encoding, 1).encode(map, Map.of()));

        assertThat(back.width()).isEqualTo(5);
        assertThat(back.height()).isEqualTo(7);
        for (int channel = 0; channel < 2; channel++) {
            for (int i = 0; i < 35; i++) {
                assertThat(back.planes().get(channel).get(i))
                        .isCloseTo(map.planes().get(channel).get(i), within(tolerance));
            }
        }
    }

    @Test
    void theBytesOfAHalfPrecisionMapAreFixed() throws MalformedTensorsException {
        ScoreMap map = map(1, 2, 2, 0f, 0.5f, 1f, -2f);

        byte[] bytes = new ScoreMapEncoder(ScoreEncoding.F16, 1).encode(map, Map.of("camera", "gate", "model", "m"));

        Safetensors file = Safetensors.read(bytes);
        assertThat(file.get("scores").shape()).containsExactly(1, 2, 2);
        assertThat(file.get("scores").dtype()).isEqualTo(DType.F16);
        assertThat(file.metadata()).isEqualTo(Map.of("camera", "gate", "model", "m"));
        byte[] scores = new byte[8];
        file.get("scores").data().get(scores);
        assertThat(HexFormat.of().formatHex(scores)).isEqualTo("00000038003c00c0");
        assertThat(new ScoreMapEncoder(ScoreEncoding.F16, 1).encode(map, Map.of("model", "m", "camera", "gate")))
                .isEqualTo(bytes);
    }

    @Test
    void poolingAveragesTheScoresThatABlockHas() throws MalformedTensorsException {
        ScoreMap map = map(1, 3, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9);

        ScoreMap pooled = ScoreMapDecoder.decode(new ScoreMapEncoder(ScoreEncoding.F32, 2).encode(map, Map.of()));

        assertThat(pooled.width()).isEqualTo(2);
        assertThat(pooled.height()).isEqualTo(2);
        assertThat(pooled.at(0, 0, 0)).isEqualTo(3);
        assertThat(pooled.at(0, 0, 1)).isEqualTo(4.5f);
        assertThat(pooled.at(0, 1, 0)).isEqualTo(7.5f);
        assertThat(pooled.at(0, 1, 1)).isEqualTo(9);
    }

    @Test
    void aConstantMapKeepsItsScoreInBytes() throws MalformedTensorsException {
        ScoreMap back = ScoreMapDecoder.decode(
                new ScoreMapEncoder(ScoreEncoding.U8, 1).encode(map(1, 1, 3, 0.25f, 0.25f, 0.25f), Map.of()));
        assertThat(back.at(0, 0, 2)).isEqualTo(0.25f);
    }

    @Test
    void statisticsAreThoseOfThePlane() {
        float[] scores = new float[1000];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = i / 1000f;
        }
        ScoreMap map = map(1, 10, 100, scores);

        ChannelStatistics statistics = ChannelStatistics.of(map, 1).get(0);

        assertThat(statistics.min()).isZero();
        assertThat(statistics.max()).isCloseTo(0.999, within(1e-6));
        assertThat(statistics.mean()).isCloseTo(0.4995, within(1e-6));
        assertThat(statistics.p99()).isCloseTo(0.989, within(0.002));
        assertThat(statistics.argmaxX()).isEqualTo(99);
        assertThat(statistics.argmaxY()).isEqualTo(9);
    }

    @ParameterizedTest
    @CsvSource({"1,0", "17,3", "4000,1000000", "100000,-5"})
    void aHundredthOfTheScoresLiesAboveP99(int count, float offset) {
        Random random = new Random(count);
        float[] scores = new float[count];
        for (int i = 0; i < count; i++) {
            scores[i] = offset + (float) Math.exp(random.nextGaussian());
        }

        ChannelStatistics statistics =
                ChannelStatistics.of(map(1, 1, count, scores), 1).get(0);

        float[] ascending = scores.clone();
        java.util.Arrays.sort(ascending);
        float exact = ascending[(int) Math.ceil(0.99 * count) - 1];
        double bin = (statistics.max() - statistics.min()) / 1023;
        assertThat(statistics.p99()).isBetween(exact - bin / 100, exact + 1.01 * bin);
    }

    @Test
    void aHeatMapIsAPngNoWiderThanAsked() throws Exception {
        ScoreMap map = random(1, 30, 100);

        byte[] png = HeatMap.png(map.planes().get(0), 100, 30, 50);

        var image = javax.imageio.ImageIO.read(new java.io.ByteArrayInputStream(png));
        assertThat(image.getWidth()).isEqualTo(50);
        assertThat(image.getHeight()).isEqualTo(15);
    }

    @Test
    void theBrightestPixelOfAHeatMapIsTheLargestScore() throws Exception {
        float[] scores = new float[12];
        scores[7] = 1;
        byte[] png = HeatMap.png(map(1, 3, 4, scores).planes().get(0), 4, 3, 640);

        var image = javax.imageio.ImageIO.read(new java.io.ByteArrayInputStream(png));
        assertThat(image.getRGB(3, 1) & 0xFFFFFF).isEqualTo(0xFCFFA4);
        assertThat(image.getRGB(0, 0) & 0xFFFFFF).isEqualTo(0x000004);
    }

    private static ScoreMap random(int channels, int height, int width) {
        Random random = new Random(5);
        float[] scores = new float[channels * height * width];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = random.nextFloat() * 2 - 1;
        }
        return map(channels, height, width, scores);
    }

    private static ScoreMap map(int channels, int height, int width, float... scores) {
        List<FloatBuffer> planes = new ArrayList<>();
        for (int channel = 0; channel < channels; channel++) {
            FloatBuffer plane = ByteBuffer.allocateDirect(height * width * Float.BYTES)
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
            plane.put(0, scores, channel * height * width, height * width);
            planes.add(plane);
        }
        return new ScoreMap(width, height, planes);
    }
}
