package io.saccade.load.novelty;

import static org.assertj.core.api.Assertions.assertThat;

import io.saccade.frame.Image;
import org.junit.jupiter.api.Test;

/** The labels' rule. */
class ThumbnailTest {

    private static final int WIDTH = 400;
    private static final int HEIGHT = 200;

    @Test
    void aBlockIsTheMeanOfItsPixels() {
        Thumbnail small = Thumbnail.of(picture(1, 0));

        assertThat(small.values()).hasSize(200 * 100 * 3);
        assertThat(small.values()[0]).isEqualTo(100.5f);
    }

    @Test
    void theUsualPictureHasNothingThatPasses() {
        UsualPicture usual = new UsualPicture();
        for (int t = 0; t < 9; t++) {
            usual.add(Thumbnail.of(picture(t % 2 == 0 ? 1 : 0.8, t < 4 ? 40 : 0)));
        }

        Thumbnail median = usual.median();

        assertThat(Thumbnail.of(picture(1, 0)).difference(median, 25)).isZero();
    }

    @Test
    void theShareIsThatOfThePixelsThatDifferWhateverTheExposure() {
        Thumbnail usual = Thumbnail.of(picture(1, 0));

        assertThat(Thumbnail.of(picture(0.8, 0)).difference(usual, 25)).isZero();
        assertThat(Thumbnail.of(picture(0.8, 40)).difference(usual, 25)).isEqualTo(40 * 40 / (double) (WIDTH * HEIGHT));
    }

    /** Stripes of 100 and 101 with a bright square. */
    private static Image picture(double exposure, int square) {
        byte[] bytes = new byte[WIDTH * HEIGHT * 3];
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                for (int c = 0; c < 3; c++) {
                    int value = x < square && y < square ? 200 : 100 + x % 2;
                    bytes[(y * WIDTH + x) * 3 + c] = (byte) Math.round(value * exposure);
                }
            }
        }
        return Image.copyOf(WIDTH, HEIGHT, 3, bytes);
    }
}
