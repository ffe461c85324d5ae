package io.saccade.kafka.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.saccade.encode.HeatPlane;
import io.saccade.frame.Source;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WallTest {

    private final Wall wall = new Wall();

    @Test
    void camerasComeByNameWithWhatTheirNewestFrameSays() {
        wall.scored(summary("b", 1, 1_000));
        wall.scored(summary("a", 2, 1_500));
        wall.scored(summary("b", 3, 1_250));
        wall.superseded("b");
        wall.novelty("b", 1_250, 0.25, 0, 0);

        assertThat(wall.cameras()).extracting(CameraState::camera).containsExactly("a", "b");
        CameraState b = wall.cameras().get(1);
        assertThat(b.frames()).isEqualTo(2);
        assertThat(b.superseded()).isEqualTo(1);
        assertThat(b.novelty()).isEqualTo(0.25);
        assertThat(b.summary().source().offset()).isEqualTo(3);
        assertThat(wall.models()).containsExactly(new ScoredBy("digest", "cpu"));
    }

    @Test
    void theRateIsThatOfTheLastSeconds() {
        for (int i = 0; i < 2_000; i++) {
            wall.scored(summary("slow, then fast", i, i < 100 ? i * 1_000L : 100_000 + i * 40L));
        }

        assertThat(wall.cameras().get(0).rate()).isCloseTo(25, within(0.5));
    }

    @Test
    void picturesTakeAFixedNumberOfBytesAndTheEldestGo() {
        int quarter = (int) (Wall.MOST_BYTES / 4);
        for (String camera : List.of("a", "b", "c", "a", "d", "e")) {
            wall.scored(summary(camera, 1, 1));
            wall.seen(sighting(camera, 1, quarter - 1));
        }

        assertThat(List.of("a", "b", "c", "d", "e"))
                .filteredOn(camera -> wall.sighting(camera).isPresent())
                .containsExactly("a", "c", "d", "e");
        assertThat(wall.cameras()).as("they are still on the wall").hasSize(5);
    }

    @Test
    void theCamerasThatWereSilentLongestAreForgotten() {
        wall.scored(summary("first", 0, 0));
        wall.scored(summary("second", 0, 0));
        wall.seen(sighting("second", 0, 1));
        for (int i = 0; i < Wall.MOST_CAMERAS - 1; i++) {
            wall.scored(summary("first", i, i));
            wall.scored(summary("camera-" + i, i, i));
        }

        assertThat(wall.cameras()).hasSize(Wall.MOST_CAMERAS);
        assertThat(wall.cameras())
                .extracting(CameraState::camera)
                .contains("first")
                .doesNotContain("second");
        assertThat(wall.sighting("second")).isEmpty();
        wall.seen(sighting("second", 1, 1));
        assertThat(wall.sighting("second")).as("a picture that comes late").isEmpty();
    }

    @Test
    void deadLettersStepsAndModelsAreTheLastOnes() {
        IntStream.range(0, 2 * Wall.MOST_LETTERS)
                .forEach(i -> wall.rejected(new RejectedFrame("dead/0/" + i, "a", "empty", "", i, 0, null)));
        IntStream.range(0, 2 * Wall.MOST_STEPS)
                .forEach(i -> wall.learnt(new GanStep(i, 8L * i, "", "", null, null, null)));

        assertThat(wall.letters()).hasSize(Wall.MOST_LETTERS);
        assertThat(wall.letters().get(0).position()).isEqualTo("dead/0/" + (2 * Wall.MOST_LETTERS - 1));
        assertThat(wall.lettersVersion()).isEqualTo(2 * Wall.MOST_LETTERS);
        assertThat(wall.steps(-1)).hasSize(Wall.MOST_STEPS);
        assertThat(wall.steps(8L * (2 * Wall.MOST_STEPS - 2))).singleElement().satisfies(step -> assertThat(step.step())
                .isEqualTo(2 * Wall.MOST_STEPS - 1));
    }

    @Test
    void framesAboveTheThresholdThatFollowEachOtherAreOneMoment() {
        wall.novelty("a", 10_000, 0.49, 0, 0);
        wall.novelty("a", 11_000, 0.6, 0.1, 0.2);
        wall.novelty("a", 12_000, 0.9, 0.3, 0.4);
        wall.novelty("b", 12_500, 0.5, 0.5, 0.5);
        wall.novelty("a", 13_000, 0.7, 0.5, 0.6);
        wall.novelty("a", 16_000, 0.8, 0.7, 0.8);

        assertThat(wall.moments())
                .extracting(Moment::camera, Moment::beganAtMs, Moment::endedAtMs, Moment::peakAtMs, Moment::novelty)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("a", 16_000L, 16_000L, 16_000L, 0.8),
                        org.assertj.core.groups.Tuple.tuple("b", 12_500L, 12_500L, 12_500L, 0.5),
                        org.assertj.core.groups.Tuple.tuple("a", 11_000L, 13_000L, 12_000L, 0.9));
        assertThat(wall.moments().get(2).whereX()).isEqualTo(0.3);
    }

    @Test
    void momentsAndNoveltyAreBounded() {
        for (int i = 0; i < 5_000; i++) {
            wall.novelty("a", i * 4_000L, 0.9, 0, 0);
            wall.novelty("a", i * 4_000L + 1, 0.4, 0, 0);
        }

        assertThat(wall.moments()).hasSize(Moments.MOST);
        assertThat(wall.moments().get(0).beganAtMs()).isEqualTo(4_999 * 4_000L);
        assertThat(wall.novelty("a", 0)).hasSize(NoveltyHistory.SECONDS);
        assertThat(wall.novelty("a", 4_999 * 4L)).containsExactly(new NoveltyPoint(4_999 * 4L, 0.9));
    }

    @Test
    void whatHasNoPictureYetIsFetchedFirst() {
        for (String camera : List.of("seen", "old", "new", "nobody looks")) {
            wall.scored(summary(camera, 7, 7));
        }
        wall.seen(sighting("seen", 7, 1));
        wall.seen(sighting("old", 6, 1));

        assertThat(wall.unseen(Set.of("seen", "old", "new", "unknown"), 10))
                .extracting(Summary::camera)
                .containsExactly("new", "old");
        assertThat(wall.unseen(Set.of("seen", "old", "new"), 1)).hasSize(1);
    }

    static Summary summary(String camera, long offset, long scoredAtMs) {
        Source source = new Source("frames", 0, offset);
        return new Summary(camera, "" + offset, scoredAtMs, scoredAtMs, 1, 1, 1, 0, 0, 0, "digest", "cpu", 0, source);
    }

    static Sighting sighting(String camera, long offset, int bytes) {
        HeatPlane plane = new HeatPlane(1, 1, 0, 1, new byte[1]);
        return new Sighting(
                camera,
                "" + offset,
                offset,
                new Source("frames", 0, offset),
                new Picture(new byte[bytes], "image/jpeg"),
                1,
                1,
                List.of(plane));
    }
}
