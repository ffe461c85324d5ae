package io.saccade.camera.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.saccade.frame.Image;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SyntheticSceneTest {

    @Test
    void aFrameFollowsFromSeedCameraAndNumberAlone() {
        SyntheticScene first = new SyntheticScene(7, 2, 160, 120);
        SyntheticScene second = new SyntheticScene(7, 2, 160, 120);
        second.render(5);

        assertThat(first.render(90).samples()).isEqualTo(second.render(90).samples());
    }

    @Test
    void seedsCamerasAndFramesDiffer() {
        Image frame = new SyntheticScene(7, 2, 160, 120).render(90);

        assertThat(new SyntheticScene(8, 2, 160, 120).render(90).samples()).isNotEqualTo(frame.samples());
        assertThat(new SyntheticScene(7, 3, 160, 120).render(90).samples()).isNotEqualTo(frame.samples());
        assertThat(new SyntheticScene(7, 2, 160, 120).render(91).samples()).isNotEqualTo(frame.samples());
    }

    @Test
    void boxesLieInTheFrame() {
        SyntheticScene scene = new SyntheticScene(1, 0, 320, 240);

        for (int frame = 0; frame < 200; frame += 10) {
            for (SceneObject object : scene.objects(frame)) {
                assertThat(object.width()).isPositive();
                assertThat(object.height()).isPositive();
                assertThat(object.x()).isNotNegative();
                assertThat(object.y()).isNotNegative();
                assertThat(object.x() + object.width()).isLessThanOrEqualTo(320);
                assertThat(object.y() + object.height()).isLessThanOrEqualTo(240);
            }
        }
    }

    @Test
    void carsVansAndPedestriansPassSomeInStrikingColours() {
        Map<SceneObject.Kind, Integer> seen = new TreeMap<>();
        int striking = 0;
        SyntheticScene scene = new SyntheticScene(1, 0, 320, 240);
        for (int frame = 0; frame < 3000; frame += 50) {
            List<SceneObject> objects = scene.objects(frame);
            objects.forEach(object -> seen.merge(object.kind(), 1, Integer::sum));
            striking += (int) objects.stream().filter(SceneObject::striking).count();
        }

        assertThat(seen).containsOnlyKeys(SceneObject.Kind.values());
        int all = seen.values().stream().mapToInt(Integer::intValue).sum();
        assertThat(striking).isBetween(all / 50, all / 4);
    }

    @Test
    void aBoxHoldsWhatMoves() {
        SyntheticScene scene = new SyntheticScene(1, 4, 320, 240);
        Image now = scene.render(20);
        Image next = scene.render(21);
        boolean[] boxed = new boolean[320 * 240];
        mark(boxed, scene.objects(20));
        mark(boxed, scene.objects(21));

        double inside = 0;
        double outside = 0;
        int insidePixels = 0;
        for (int i = 0; i < boxed.length; i++) {
            int change = Math.abs(Byte.toUnsignedInt(now.samples().get(3 * i + 1))
                    - Byte.toUnsignedInt(next.samples().get(3 * i + 1)));
            inside += boxed[i] ? change : 0;
            outside += boxed[i] ? 0 : change;
            insidePixels += boxed[i] ? 1 : 0;
        }
        assertThat(insidePixels).isBetween(1, boxed.length / 2);
        assertThat(inside / insidePixels).isGreaterThan(1.5 * outside / (boxed.length - insidePixels));
    }

    @Test
    void lightChangesThroughTheDay() {
        SyntheticScene scene = new SyntheticScene(1, 0, 160, 120);
        double darkest = 255;
        double brightest = 0;
        for (long frame = 0; frame < 12_000; frame += 1000) {
            double mean = mean(scene.render(frame));
            darkest = Math.min(darkest, mean);
            brightest = Math.max(brightest, mean);
        }

        assertThat(brightest).isGreaterThan(1.3 * darkest);
    }

    @Test
    void anySizeFromSixteenPixelsCanBeDrawn() {
        assertThat(new SyntheticScene(1, 0, 16, 17).render(3).pixels()).isEqualTo(16 * 17);
        assertThat(new SyntheticScene(1, 0, 333, 71).render(3).pixels()).isEqualTo(333 * 71);
        assertThatThrownBy(() -> new SyntheticScene(1, 0, 15, 100)).hasMessageContaining("16 to 8192");
    }

    private static void mark(boolean[] boxed, List<SceneObject> objects) {
        for (SceneObject object : objects) {
            for (int y = object.y(); y < object.y() + object.height(); y++) {
                for (int x = object.x(); x < object.x() + object.width(); x++) {
                    boxed[y * 320 + x] = true;
                }
            }
        }
    }

    private static double mean(Image image) {
        long sum = 0;
        for (int i = 0; i < image.samples().limit(); i++) {
            sum += Byte.toUnsignedInt(image.samples().get(i));
        }
        return (double) sum / image.samples().limit();
    }
}
