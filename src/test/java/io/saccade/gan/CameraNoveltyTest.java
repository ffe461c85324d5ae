package io.saccade.gan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.saccade.gan.net.Volume;
import io.saccade.gan.step.Game;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A still scene with noise, in which something stands for a while. */
class CameraNoveltyTest {

    private static final int SIDE = 16;
    private static final Volume GRID = new Volume(SIDE, SIDE, 3);
    private static final int EVENT = 120;
    private static final int EVENT_ENDS = 150;
    private static final int FRAMES = 220;
    private static final int WHERE = 5 * SIDE + 9;

    private final Game game = SmallGames.of(GRID.toString(), "dense 32 leaky-relu", 1, "adam 0.001");
    private final CellMetric metric = new CellMetric(game, name -> {
        float[] weights = Noise.normal(1, Noise.WEIGHTS, 0, (GRID.size() + 1) * 32);
        ByteBuffer buffer =
                ByteBuffer.allocateDirect(weights.length * Float.BYTES).order(ByteOrder.nativeOrder());
        buffer.asFloatBuffer().put(weights);
        return buffer;
    });

    @Test
    void anEventStandsOutOfANoisyStillScene() {
        float[][] scene = scene();
        CameraNovelty camera = CameraNovelty.first(GRID, scene[0]);

        for (int t = 1; t < FRAMES; t++) {
            CameraNovelty.Score score = score(camera, scene[t]);
            camera.remember(score);
            if (t >= EVENT && t < EVENT_ENDS) {
                assertThat(score.novelty()).as("frame %d", t).isGreaterThan(0.5);
                assertThat(score.strangest()).isEqualTo(WHERE);
                assertThat(camera.map(score)[WHERE]).isGreaterThan(0.5);
                assertThat(camera.map(score)[0]).isLessThan(0.3);
            } else if (t < EVENT || t > EVENT_ENDS + 10) {
                assertThat(score.novelty()).as("frame %d", t).isLessThan(0.3);
            }
        }
    }

    @Test
    void whatStaysBecomesUsual() {
        float[][] scene = scene();
        CameraNovelty camera = CameraNovelty.first(GRID, scene[0]);

        double novelty = 1;
        for (int t = 1; t < 3000; t++) {
            CameraNovelty.Score score = score(camera, scene[t < EVENT ? t : EVENT + t % (EVENT_ENDS - EVENT)]);
            camera.remember(score);
            novelty = score.novelty();
        }

        assertThat(novelty).isLessThan(0.3);
    }

    @Test
    void anotherExposureIsNoEvent() {
        float[][] scene = scene();
        CameraNovelty camera = CameraNovelty.first(GRID, scene[0]);
        for (int t = 1; t < EVENT; t++) {
            camera.remember(score(camera, scene[t]));
        }
        float[] darker = scene[EVENT - 1].clone();
        for (int i = 0; i < darker.length; i++) {
            darker[i] *= new float[] {0.7f, 0.8f, 0.75f}[i % 3];
        }

        assertThat(score(camera, darker).novelty()).isLessThan(0.3);
    }

    @Test
    void scoringRemembersNothing() {
        float[][] scene = scene();
        CameraNovelty camera = CameraNovelty.first(GRID, scene[0]);
        double[] before = camera.state();

        score(camera, scene[EVENT]);

        assertThat(camera.state()).containsExactly(before);
    }

    @Test
    void whatWasRememberedGivesTheSameNumbers() {
        float[][] scene = scene();
        CameraNovelty camera = CameraNovelty.first(GRID, scene[0]);
        CameraNovelty copied = CameraNovelty.of(GRID, camera.state());

        for (int t = 1; t < FRAMES; t++) {
            CameraNovelty.Score score = score(camera, scene[t]);
            CameraNovelty.Score same = score(copied, scene[t]);
            assertThat(same.novelty()).isEqualTo(score.novelty());
            assertThat(same.distances()).containsExactly(score.distances());
            camera.remember(score);
            copied.remember(same);
            copied = CameraNovelty.of(GRID, copied.state());
        }

        assertThat(copied.state()).containsExactly(camera.state());
    }

    @Test
    void stateOfAnotherGridIsRefused() {
        double[] state = CameraNovelty.first(GRID, new float[GRID.size()]).state();

        assertThatThrownBy(() -> CameraNovelty.of(new Volume(8, 8, 3), state))
                .hasMessage("expected 322 numbers for a camera, got 1282");
    }

    @Test
    void blackFramesGiveNumbers() {
        float[][] scene = scene();
        float[] black = new float[GRID.size()];
        CameraNovelty camera = CameraNovelty.first(GRID, black);

        for (float[] frame : new float[][] {black, black, scene[0], scene[1], black, black, scene[2]}) {
            CameraNovelty.Score score = score(camera, frame);
            camera.remember(score);
            assertThat(score.novelty()).isBetween(0.0, 1.0);
            assertThat(Arrays.stream(camera.state())).allMatch(Double::isFinite);
        }
    }

    @Test
    void eachNumberOfAPlainVectorIsACell() {
        Volume flat = Volume.flat(4);
        Game plain = SmallGames.of("4", "dense 32 linear", 1, "adam 0.001");
        CellMetric linear = new CellMetric(plain, name -> {
            ByteBuffer ones = ByteBuffer.allocateDirect(5 * 32 * Float.BYTES).order(ByteOrder.nativeOrder());
            for (int i = 0; i < 5 * 32; i++) {
                ones.putFloat(i * Float.BYTES, 1);
            }
            return ones;
        });

        CameraNovelty.Score score = CameraNovelty.first(flat, new float[] {1, 2, 3, 4})
                .score(linear, new float[4], new float[] {1, 2, 5, 4});

        assertThat(score.distances()).hasSize(4);
        assertThat(score.distances()[2]).isBetween(2 - 1e-9, 2 + 1e-9);
        assertThat(score.strangest()).isEqualTo(2);
    }

    private CameraNovelty.Score score(CameraNovelty camera, float[] sample) {
        return camera.score(metric, new float[GRID.size()], sample);
    }

    private static float[][] scene() {
        Random random = new Random(3);
        float[][] frames = new float[FRAMES][GRID.size()];
        for (int t = 0; t < FRAMES; t++) {
            for (int i = 0; i < GRID.size(); i++) {
                int cell = i / 3;
                double still = 0.6 + 0.8 * (cell % SIDE) / SIDE;
                double thing = t < EVENT || t >= EVENT_ENDS ? 0 : cell == WHERE ? 0.6 : 0;
                thing += t < EVENT || t >= EVENT_ENDS ? 0 : Math.abs(cell - WHERE) == SIDE ? 0.4 : 0;
                frames[t][i] = (float) (still + thing + 0.02 * random.nextGaussian());
            }
        }
        return frames;
    }
}
