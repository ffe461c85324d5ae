package io.saccade.gan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.saccade.frame.Image;
import io.saccade.frame.SampleType;
import io.saccade.gan.net.Volume;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameVectorTest {

    private static final float TOLERANCE = 1e-6f;

    @Test
    void anImageOfOneColourGivesOnesWhateverTheColour() {
        Image image = floats(7, 5, 3, (y, x, c) -> 10 * (c + 1));

        assertThat(vector("4x4x3", image)).containsOnly(new float[] {1}, within(TOLERANCE));
    }

    @Test
    void onePixelFillsTheWholeGrid() {
        Image image = Image.copyOf(1, 1, 3, new byte[] {(byte) 200, 7, 0});

        float[] vector = vector("2x3x3", image);

        for (int i = 0; i < vector.length; i++) {
            assertThat(vector[i]).isEqualTo(i % 3 == 2 ? 0f : 1f);
        }
    }

    @Test
    void oneCellIsTheMeanOverTheRootOfTheMeanSquare() {
        Image image = Image.copyOf(2, 2, 1, new byte[] {0, 1, 2, 3});

        assertThat(vector("1x1x1", image)[0]).isCloseTo((float) (1.5 / Math.sqrt(14 / 4.0)), within(TOLERANCE));
    }

    @Test
    void aCellMayEndInsideAPixel() {
        Image image = Image.copyOf(3, 1, 1, new byte[] {1, 2, 3});

        float scale = (float) (Math.sqrt(3) / Math.sqrt(14));
        assertThat(vector("1x2x1", image))
                .containsExactly(new float[] {scale * 4 / 3, scale * 8 / 3}, within(TOLERANCE));
    }

    @ParameterizedTest(name = "{0} x {1} of {2} channels on {3}")
    @CsvSource({
        "768,432,3,16x16x3",
        "64,64,1,16x16x1",
        "37,23,3,16x16x3",
        "5,3,3,16x16x3",
        "1,40,3,16x16x3",
        "17,16,3,16x16x3",
        "100,31,1,7x9x1",
        "3,3,3,16x5x3"
    })
    void cellsAreAreaAverages(int width, int height, int channels, String grid) {
        Random random = new Random(width);
        byte[] bytes = new byte[width * height * channels];
        random.nextBytes(bytes);
        Image image = Image.copyOf(width, height, channels, bytes);

        assertThat(vector(grid, image)).containsExactly(naive(image, Volume.parse(grid)), within(TOLERANCE));
    }

    @Test
    void floatImagesAreReadAsBytesAre() {
        Random random = new Random(5);
        byte[] bytes = new byte[19 * 11 * 3];
        random.nextBytes(bytes);
        Image floats = floats(19, 11, 3, (y, x, c) -> bytes[(y * 19 + x) * 3 + c] & 0xFF);

        assertThat(vector("4x4x3", floats)).containsExactly(vector("4x4x3", Image.copyOf(19, 11, 3, bytes)));
    }

    @Test
    void aBrighterFrameGivesTheSameSample() {
        Pixels scene = (y, x, c) -> 1 + (x * 31 + y * 17 + c * 7) % 23;
        Image bright = floats(33, 21, 3, (y, x, c) -> 2.5f * scene.at(y, x, c));

        assertThat(vector("4x4x3", bright))
                .containsExactly(vector("4x4x3", floats(33, 21, 3, scene)), within(TOLERANCE));
    }

    @Test
    void aChannelOfZerosStaysSo() {
        Image image = floats(9, 9, 3, (y, x, c) -> c == 1 ? 0 : 1 + x);

        float[] vector = vector("2x2x3", image);

        for (int i = 0; i < vector.length; i++) {
            assertThat(vector[i]).matches(Float::isFinite);
            assertThat(vector[i] == 0).isEqualTo(i % 3 == 1);
        }
    }

    @Test
    void aBlackFrameGivesZeros() {
        assertThat(vector("2x2x3", Image.allocate(8, 8, 3, SampleType.U8))).containsOnly(0f);
    }

    @Test
    void anImageOfOtherChannelsIsRefused() {
        FrameVector vector = new FrameVector(Volume.parse("2x2x3"));

        assertThatThrownBy(() -> vector.of(Image.allocate(8, 8, 1, SampleType.U8)))
                .hasMessage("expected an image of 3 channels, got 1");
    }

    private static float[] vector(String grid, Image image) {
        return new FrameVector(Volume.parse(grid)).of(image);
    }

    /** The definition, pixel by pixel: each adds to each cell what it shares with it. */
    private static float[] naive(Image image, Volume grid) {
        double[] sums = new double[grid.size()];
        double[] squares = new double[grid.channels()];
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                for (int c = 0; c < grid.channels(); c++) {
                    double value = image.samples().get((y * image.width() + x) * grid.channels() + c) & 0xFF;
                    squares[c] += value * value;
                    for (int row = 0; row < grid.height(); row++) {
                        for (int column = 0; column < grid.width(); column++) {
                            sums[(row * grid.width() + column) * grid.channels() + c] += value
                                    * shared(y, row, image.height(), grid.height())
                                    * shared(x, column, image.width(), grid.width());
                        }
                    }
                }
            }
        }
        double pixels = (double) image.height() * image.width();
        double cellArea = pixels / (grid.height() * grid.width());
        float[] sample = new float[sums.length];
        for (int i = 0; i < sample.length; i++) {
            sample[i] = (float) (sums[i] / cellArea / Math.sqrt(squares[i % grid.channels()]) * Math.sqrt(pixels));
        }
        return sample;
    }

    private static double shared(int pixel, int cell, int pixels, int cells) {
        double length = (double) pixels / cells;
        return Math.max(0, Math.min(pixel + 1, (cell + 1) * length) - Math.max(pixel, cell * length));
    }

    private interface Pixels {
        float at(int y, int x, int c);
    }

    private static Image floats(int width, int height, int channels, Pixels pixels) {
        Image image = Image.allocate(width, height, channels, SampleType.F32);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < channels; c++) {
                    image.samples().putFloat(((y * width + x) * channels + c) * Float.BYTES, pixels.at(y, x, c));
                }
            }
        }
        return image;
    }
}
