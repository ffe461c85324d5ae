package io.saccade.attention;

import static io.saccade.attention.Samples.contrastError;
import static io.saccade.attention.Samples.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.saccade.frame.Image;
import io.saccade.frame.SampleType;
import io.saccade.frame.ScoreMap;
import io.saccade.onnx.ExecutionProvider;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The per-pixel operator against {@link ReferenceAttention}. */
class AttentionOperatorTest {

    private static final double TOLERANCE = 1e-5;

    @ParameterizedTest
    @CsvSource({"0.5, QUADRATIC", "500, EXPONENTIAL", "20000, STABLE"})
    void eachTierIsWithinTheToleranceOnACameraFrame(double scale, Tier tier) {
        assertThat(check(Samples.bytes(320, 240, 3, 1), Samples.parameters(3, 4, scale, 2)))
                .isEqualTo(tier);
    }

    @ParameterizedTest
    @CsvSource({"0.05, QUADRATIC", "200, EXPONENTIAL", "20000, STABLE"})
    void eachTierIsWithinTheToleranceOnAFloatFrame(double scale, Tier tier) {
        assertThat(check(Samples.floats(211, 97, 3, 0.4, 0.1, 1), Samples.parameters(3, 3, scale, 2)))
                .isEqualTo(tier);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 500, 20000, 1e30})
    void greyBytesTakeTheTable(double scale) {
        assertThat(check(Samples.bytes(97, 61, 1, 1), Samples.parameters(1, 3, scale, 2)))
                .isEqualTo(Tier.TABLE);
    }

    static LongStream seeds() {
        return LongStream.range(0, 60);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void randomShapesAndScalesAreWithinTheTolerance(long seed) {
        Random random = new Random(seed);
        int inputs = 1 + random.nextInt(random.nextInt(4) == 0 ? 12 : 4);
        int outputs = 1 + random.nextInt(random.nextInt(4) == 0 ? 20 : 4);
        int width = 1 + random.nextInt(random.nextBoolean() ? 12 : 200);
        int height = 1 + random.nextInt(random.nextBoolean() ? 12 : 200);
        double scale = Math.pow(10, -2 + 5 * random.nextDouble()) * Math.sqrt(width * height) / 10;
        Image image = random.nextBoolean()
                ? Samples.bytes(width, height, inputs, seed)
                : Samples.floats(
                        width, height, inputs, random.nextGaussian(), Math.pow(10, 4 * random.nextGaussian()), seed);
        check(image, Samples.parameters(inputs, outputs, scale, seed));
    }

    /** Scales the keys until the tier flips, and looks at both sides of the edge. */
    @ParameterizedTest
    @CsvSource({"0.01, 10, U8", "10, 10000, U8", "0.01, 10, F32", "10, 10000, F32"})
    void bothSidesOfATiersEdgeAreWithinTheTolerance(double below, double above, SampleType type) {
        Image image = type == SampleType.U8 ? Samples.bytes(120, 90, 3, 5) : Samples.floats(120, 90, 3, 0.5, 0.2, 5);
        Tier lower = check(image, Samples.parameters(3, 3, below, 6));
        Tier upper = check(image, Samples.parameters(3, 3, above, 6));
        assertThat(lower).isNotEqualTo(upper);
        double low = below;
        double high = above;
        while (high / low > 1.0001) {
            double middle = Math.sqrt(low * high);
            if (tier(image, Samples.parameters(3, 3, middle, 6)) == lower) {
                low = middle;
            } else {
                high = middle;
            }
        }

        assertThat(check(image, Samples.parameters(3, 3, low, 6))).isEqualTo(lower);
        assertThat(check(image, Samples.parameters(3, 3, high, 6))).isEqualTo(upper);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.3, 1, 3, 10})
    void theContrastOfTheMapIsExactForKeysOfOrderOne(double scale) {
        Image image = Samples.bytes(640, 480, 3, 7);
        AttentionParameters parameters = Samples.parameters(3, 2, scale, 8);
        try (AttentionModel model = load(parameters);
                AttentionOperator operator = model.newOperator()) {
            ScoreMap scores = operator.attend(image);
            assertThat(contrastError(scores, ReferenceAttention.perPixel(image, parameters)))
                    .isLessThan(1e-3);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4})
    void aBlackFrameScoresTheMeanOfTheValues(int channels) {
        AttentionParameters parameters = Samples.parameters(channels, 2, 1000, 9);
        check(Samples.constant(17, 5, channels, 0), parameters);
        check(Image.allocate(17, 5, channels, SampleType.F32), parameters);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 128, 255})
    void aConstantFrameScoresTheSameEverywhere(int sample) {
        AttentionParameters parameters = Samples.parameters(3, 2, 50, 10);
        Image image = Samples.constant(33, 47, 3, sample);
        try (AttentionModel model = load(parameters);
                AttentionOperator operator = model.newOperator()) {
            ScoreMap scores = operator.attend(image);

            assertThat(error(scores, ReferenceAttention.perPixel(image, parameters)))
                    .isLessThan(TOLERANCE);
            float first = scores.at(0, 0, 0);
            assertThat(IntStream.range(0, image.pixels())
                            .allMatch(i -> scores.planes().get(0).get(i) == first))
                    .isTrue();
        }
    }

    @Test
    void aZeroChannelCountsForNothing() {
        Image image = Samples.bytes(40, 30, 3, 11);
        for (int i = 1; i < image.samples().limit(); i += 3) {
            image.samples().put(i, (byte) 0);
        }
        check(image, Samples.parameters(3, 2, 100, 12));
    }

    @ParameterizedTest
    @ValueSource(doubles = {3e38, 1e38, 1e20, 1e-20, 1e-38, 1e-44})
    void floatsOfAnySizeAreNormalised(double scale) {
        Image image = Image.allocate(31, 23, 2, SampleType.F32);
        Random random = new Random(13);
        for (int i = 0; i < image.samples().limit(); i += Float.BYTES) {
            image.samples().putFloat(i, (float) (scale * (2 * random.nextDouble() - 1)));
        }
        check(image, Samples.parameters(2, 2, 20, 14));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e5, 1e9, 1e20, 3e37})
    void hugeKeysAreAsExactAsFloat64(double scale) {
        check(Samples.bytes(41, 37, 3, 15), Samples.parameters(3, 3, scale, 16));
        check(Samples.floats(41, 37, 3, 0, 1, 15), Samples.parameters(3, 3, scale, 16));
    }

    @Test
    void hugeKeysThatAreAlikeLeaveTheMeanOfTheValues() {
        float[] keys = new float[9 * 3];
        Arrays.fill(keys, Float.MAX_VALUE);
        float[] values = {1, 2, 3, 4, 5, 6, 7, 8, 9};
        check(Samples.bytes(41, 37, 3, 15), new AttentionParameters(3, 1, keys, values, Map.of()));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 100, 1e5})
    void valuesNearTheLargestFloatDoNotOverflow(double scale) {
        AttentionParameters ordinary = Samples.parameters(3, 1, scale, 17);
        float[] values = new float[9];
        Arrays.fill(values, 3e38f);
        values[4] = -3e38f;
        AttentionParameters parameters = new AttentionParameters(3, 1, ordinary.keys(), values, Map.of());
        Image image = Samples.bytes(41, 37, 3, 18);
        try (AttentionModel model = load(parameters);
                AttentionOperator operator = model.newOperator()) {
            assertThat(error(operator.attend(image), ReferenceAttention.perPixel(image, parameters)))
                    .isLessThan(1e-5 * 3e38);
        }
    }

    @Test
    void theSameFrameGivesTheSameBytes() {
        for (double scale : new double[] {0.5, 300, 20000}) {
            AttentionParameters parameters = Samples.parameters(3, 3, scale, 19);
            Image image = Samples.bytes(321, 123, 3, 20);
            try (AttentionModel model = load(parameters);
                    AttentionOperator one = model.newOperator();
                    AttentionOperator other = model.newOperator()) {
                ScoreMap first = one.attend(image);
                other.attend(Samples.bytes(50, 40, 3, 1));
                ScoreMap second = other.attend(image);
                assertThat(first.planes()).isEqualTo(second.planes());
            }
        }
    }

    @Test
    void framesOfAnySizeFollowOneAnother() {
        AttentionParameters parameters = Samples.parameters(3, 2, 100, 21);
        try (AttentionModel model = load(parameters);
                AttentionOperator operator = model.newOperator()) {
            for (int[] size : new int[][] {{200, 150}, {1, 1}, {64, 48}, {333, 77}, {1, 500}, {200, 150}}) {
                Image image = Samples.bytes(size[0], size[1], 3, size[0]);
                assertThat(error(operator.attend(image), ReferenceAttention.perPixel(image, parameters)))
                        .isLessThan(TOLERANCE);
                Image floats = Samples.floats(size[0], size[1], 3, 0, 2, size[0]);
                assertThat(error(operator.attend(floats), ReferenceAttention.perPixel(floats, parameters)))
                        .isLessThan(TOLERANCE);
            }
        }
    }

    @Test
    void aFrameOfOtherChannelsIsRefused() {
        try (AttentionModel model = load(Samples.parameters(3, 2, 1, 25));
                AttentionOperator operator = model.newOperator()) {
            assertThatThrownBy(() -> operator.attend(Samples.bytes(4, 4, 1, 1)))
                    .hasMessage("expected an image of 3 channels, got 1");
        }
    }

    @Test
    void theTraceTellsTheLogitsRange() {
        double range = range(Samples.parameters(3, 1, 2, 26));

        assertThat(range(Samples.parameters(3, 1, 200, 26))).isCloseTo(100 * range, within(1e-4 * range));
    }

    private static double range(AttentionParameters parameters) {
        try (AttentionModel model = load(parameters);
                AttentionOperator operator = model.newOperator()) {
            operator.attend(Samples.bytes(100, 80, 3, 27));
            return operator.trace().logitRange();
        }
    }

    @Test
    void everyTierIsReached() {
        Set<Tier> reached = EnumSet.noneOf(Tier.class);
        for (double scale : new double[] {0.01, 100, 1e5}) {
            reached.add(tier(Samples.bytes(64, 48, 4, 1), Samples.parameters(4, 1, scale, 1)));
        }
        reached.add(tier(Samples.bytes(64, 48, 1, 1), Samples.parameters(1, 1, 1, 1)));
        assertThat(reached).containsExactlyInAnyOrder(Tier.values());
    }

    private static Tier check(Image image, AttentionParameters parameters) {
        try (AttentionModel model = load(parameters);
                AttentionOperator operator = model.newOperator()) {
            ScoreMap scores = operator.attend(image);
            assertThat(error(scores, ReferenceAttention.perPixel(image, parameters)))
                    .as("%s, %s", operator.trace(), image)
                    .isLessThan(TOLERANCE);
            return operator.trace().tier();
        }
    }

    private static Tier tier(Image image, AttentionParameters parameters) {
        try (AttentionModel model = load(parameters);
                AttentionOperator operator = model.newOperator()) {
            operator.attend(image);
            return operator.trace().tier();
        }
    }

    private static AttentionModel load(AttentionParameters parameters) {
        return AttentionModel.load(parameters, Variant.PER_PIXEL, ExecutionProvider.CPU);
    }
}
