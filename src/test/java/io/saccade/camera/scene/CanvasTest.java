package io.saccade.camera.scene;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CanvasTest {

    private static final int WHITE = 0xFFFFFF;

    private final Canvas canvas = new Canvas(8, 6);

    @Test
    void aRectangleOnPixelEdgesFillsExactlyItsPixels() {
        canvas.fill(new double[] {2, 5, 5, 2}, new double[] {1, 1, 4, 4}, WHITE, 1);

        for (int y = 0; y < 6; y++) {
            for (int x = 0; x < 8; x++) {
                boolean inside = x >= 2 && x < 5 && y >= 1 && y < 4;
                assertThat(canvas.pixels()[y * 8 + x]).as("%d, %d", x, y).isEqualTo(inside ? WHITE : 0);
            }
        }
    }

    @Test
    void aPixelHalfCoveredTakesHalfTheColour() {
        canvas.fill(new double[] {2.5, 5, 5, 2.5}, new double[] {1, 1, 2, 2}, WHITE, 1);

        assertThat(Rgb.red(canvas.pixels()[8 + 2])).isBetween(124, 131);
        assertThat(canvas.pixels()[8 + 3]).isEqualTo(WHITE);
    }

    @Test
    void whatReachesOverTheEdgesIsClipped() {
        canvas.fill(new double[] {-100, 100, 100, -100}, new double[] {-50, -50, 50, 50}, WHITE, 1);

        assertThat(canvas.pixels()).containsOnly(WHITE);
    }

    @Test
    void aShapeOutsideLeavesNothing() {
        canvas.fill(new double[] {9, 12, 12}, new double[] {1, 1, 4}, WHITE, 1);
        canvas.fill(new double[] {-9, -2, -2}, new double[] {1, 1, 4}, WHITE, 1);

        assertThat(canvas.pixels()).containsOnly(0);
    }
}
