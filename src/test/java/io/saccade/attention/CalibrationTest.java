package io.saccade.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.saccade.frame.FrameSize;
import io.saccade.frame.Image;
import io.saccade.frame.SampleType;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CalibrationTest {

    private static final int SIDE = 64;

    @Test
    void aRareColourScoresHigherThanACommonOne() {
        AttentionParameters parameters = fit(samples(3), 1).parameters();
        Image frame = frame(3, 99);

        double patch = score(parameters, 0, frame, 4 * SIDE + 4);
        double ground = score(parameters, 0, frame, 40 * SIDE + 40);

        assertThat(patch).isGreaterThan(ground + 0.4);
        assertThat(patch).isBetween(0.5, 2.0);
        assertThat(ground).isBetween(-0.3, 0.3);
    }

    @Test
    void greyFramesCanBeLearntToo() {
        AttentionParameters parameters = fit(samples(1), 1).parameters();
        Image frame = frame(1, 99);

        assertThat(parameters.inputChannels()).isEqualTo(1);
        assertThat(score(parameters, 0, frame, 4 * SIDE + 4))
                .isGreaterThan(score(parameters, 0, frame, 40 * SIDE + 40) + 0.2);
    }

    @Test
    void furtherChannelsTellColourGroupsApart() {
        AttentionParameters parameters = fit(samples(3), 4).parameters();
        Image frame = frame(3, 99);

        assertThat(parameters.outputChannels()).isEqualTo(4);
        assertThat(parameters.trainable()).isEqualTo(9 * 4 * 4);
        double widest = 0;
        for (int o = 1; o < 4; o++) {
            double difference = score(parameters, o, frame, 4 * SIDE + 4) - score(parameters, o, frame, 40 * SIDE + 40);
            widest = Math.max(widest, Math.abs(difference));
        }
        assertThat(widest).isGreaterThan(0.5);
    }

    @Test
    void theSameSamplesAndSeedGiveTheSameBytes() {
        byte[] first = fit(samples(3), 2).parameters().toBytes();

        assertThat(fit(samples(3), 2).parameters().toBytes()).isEqualTo(first);
    }

    @Test
    void logitsStayWhereTheFastPathIsSafe() {
        Calibration.Result result = fit(samples(3), 1);
        AttentionParameters parameters = result.parameters();
        double[] inverse = inverseNorms(frame(3, 3));
        double bound = 0;
        for (int m = 1; m < AttentionParameters.POSITIONS; m++) {
            double sum = 0;
            for (int c = 0; c < 3; c++) {
                sum += Math.abs(parameters.key(0, m, c) - parameters.key(0, 0, c)) * 255 * inverse[c];
            }
            bound = Math.max(bound, sum);
        }

        assertThat(bound).isLessThan(75);
        assertThat(result.logitBound()).isLessThan(75);
        assertThat(result.logitRange()).isBetween(1.0, 75.0);
        assertThat(result.rare()).isGreaterThan(result.typical() + 0.3);
    }

    @Test
    void parametersForLargerFramesGiveTheSameScores() {
        AttentionParameters parameters = fit(samples(3), 1).parameters();
        Image frame = frame(3, 99);
        Image larger = Image.allocate(2 * SIDE, 2 * SIDE, 3, SampleType.U8);
        for (int i = 0; i < larger.pixels(); i++) {
            int from = i / (2 * SIDE) / 2 * SIDE + i % (2 * SIDE) / 2;
            larger.samples().put(3 * i, frame.samples(), 3 * from, 3);
        }
        AttentionParameters scaled = parameters.scaledTo(new FrameSize(2 * SIDE, 2 * SIDE));

        for (int pixel : new int[] {4 * SIDE + 4, 40 * SIDE + 40}) {
            int large = 2 * (pixel / SIDE) * 2 * SIDE + 2 * (pixel % SIDE);
            assertThat(score(scaled, 0, larger, large))
                    .isCloseTo(score(parameters, 0, frame, pixel), org.assertj.core.data.Offset.offset(1e-5));
        }
        assertThat(scaled.metadata()).containsEntry("frame_width", "128").containsEntry("made", "by a test");
        assertThat(parameters.scaledTo(new FrameSize(SIDE, SIDE))).isSameAs(parameters);
    }

    @Test
    void parametersOfUnknownSizeAreLeftAlone() {
        AttentionParameters unknown = new AttentionParameters(1, 1, new float[9], new float[9], Map.of());

        assertThat(unknown.scaledTo(new FrameSize(10, 10))).isSameAs(unknown);
    }

    @Test
    void progressGoesToAHundred() {
        int[] last = new int[1];
        Calibration.fit(samples(1), 2, 1, Map.of(), percent -> {
            assertThat(percent).isBetween(last[0], 100);
            last[0] = percent;
        });

        assertThat(last[0]).isEqualTo(100);
    }

    @Test
    void nothingToLearnFromIsSaid() {
        assertThatThrownBy(() -> fit(new ColourSamples(3, 1), 1)).hasMessageContaining("no frames to calibrate with");
        ColourSamples black = new ColourSamples(3, 1);
        black.add(Image.allocate(8, 8, 3, SampleType.U8));
        assertThatThrownBy(() -> fit(black, 1)).hasMessageContaining("all are black");
        assertThatThrownBy(() -> fit(samples(3), 0)).hasMessageContaining("1 to 64 output channels");
        assertThatThrownBy(() -> new ColourSamples(3, 1).add(Image.allocate(8, 8, 1, SampleType.U8)))
                .hasMessageContaining("frames of 3 channels, got 1");
    }

    @Test
    void aConstantFrameGivesFiniteParameters() {
        ColourSamples samples = new ColourSamples(3, 1);
        byte[] grey = new byte[8 * 8 * 3];
        java.util.Arrays.fill(grey, (byte) 100);
        samples.add(Image.copyOf(8, 8, 3, grey));

        assertThat(fit(samples, 2).parameters().keys()).doesNotContain(Float.NaN);
    }

    private static Calibration.Result fit(ColourSamples samples, int channels) {
        return Calibration.fit(samples, channels, 5, Map.of("made", "by a test"), percent -> {});
    }

    private static ColourSamples samples(int channels) {
        ColourSamples samples = new ColourSamples(channels, 5);
        for (int i = 0; i < 6; i++) {
            samples.add(frame(channels, i));
        }
        return samples;
    }

    /** Noisy grey ground with a small patch in the corner: red, or white in a grey frame. */
    private static Image frame(int channels, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Image image = Image.allocate(SIDE, SIDE, channels, SampleType.U8);
        for (int i = 0; i < image.pixels(); i++) {
            boolean patch = i / SIDE < 8 && i % SIDE < 8;
            int noise = random.nextInt(-12, 13);
            for (int c = 0; c < channels; c++) {
                int level = patch ? (c == 0 ? 230 : 30) : 95 + noise;
                image.samples().put(i * channels + c, (byte) level);
            }
        }
        return image;
    }

    private static double score(AttentionParameters parameters, int o, Image image, int pixel) {
        double[] inverse = inverseNorms(image);
        double sum = 0;
        double weighted = 0;
        for (int m = 0; m < AttentionParameters.POSITIONS; m++) {
            double logit = 0;
            for (int c = 0; c < image.channels(); c++) {
                int level = Byte.toUnsignedInt(image.samples().get(pixel * image.channels() + c));
                logit += level * inverse[c] * parameters.key(o, m, c);
            }
            sum += Math.exp(logit);
            weighted += Math.exp(logit) * parameters.value(o, m);
        }
        return weighted / sum;
    }

    private static double[] inverseNorms(Image image) {
        double[] inverse = new double[image.channels()];
        for (int i = 0; i < image.samples().limit(); i++) {
            inverse[i % inverse.length] +=
                    Math.pow(Byte.toUnsignedInt(image.samples().get(i)), 2);
        }
        for (int c = 0; c < inverse.length; c++) {
            inverse[c] = 1 / Math.sqrt(inverse[c]);
        }
        return inverse;
    }
}
