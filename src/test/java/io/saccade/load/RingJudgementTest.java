package io.saccade.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RingJudgementTest {

    private static final double EXACT = 1e-6;

    private final List<float[]> samples = new ArrayList<>();

    @Test
    void samplesOnEveryModeAlikeAreAsGoodAsCanBe() {
        for (int mode = 0; mode < Ring.MODES; mode++) {
            plant(10, mode, 0);
        }

        assertJudged(8, 1, 0);
    }

    @Test
    void oneModeOfEightIsLnEightFromUniform() {
        plant(10, 5, 0);

        assertJudged(1, 1, Math.log(8));
    }

    @Test
    void threeDeviationsAreTheLimitOfHighQuality() {
        plant(3, 2, 2.99 * Ring.DEVIATION);
        plant(1, 2, 3.01 * Ring.DEVIATION);

        assertJudged(1, 0.75, Math.log(8));
    }

    @Test
    void aModeThatIsOnlyComeNearToIsNotFoundButCounts() {
        plant(1, 0, 0);
        plant(1, 4, 0.3);

        assertJudged(1, 0.5, Math.log(4));
    }

    @Test
    void modesWeighByTheirShare() {
        plant(3, 1, 0);
        plant(1, 6, 0);

        assertJudged(2, 1, 0.75 * Math.log(6) + 0.25 * Math.log(2));
    }

    @Test
    void theRingItselfIsJudgedAsTheNormalDistributionSays() {
        Ring ring = new Ring(1);
        for (int i = 0; i < 100_000; i++) {
            samples.add(ring.next());
        }

        RingJudgement judgement = RingJudgement.of(samples.toArray(float[][]::new));

        assertThat(judgement.modes()).isEqualTo(8);
        assertThat(judgement.highQuality()).isCloseTo(1 - Math.exp(-4.5), within(1e-3));
        assertThat(judgement.reverseKl()).isCloseTo(0, within(1e-3));
    }

    /** Samples at a distance from a mode, outwards. */
    private void plant(int count, int mode, double distance) {
        double scale = 1 + distance / Ring.RADIUS;
        for (int i = 0; i < count; i++) {
            samples.add(new float[] {(float) (scale * Ring.x(mode)), (float) (scale * Ring.y(mode))});
        }
    }

    private void assertJudged(int modes, double highQuality, double reverseKl) {
        RingJudgement judgement = RingJudgement.of(samples.toArray(float[][]::new));
        assertThat(judgement.modes()).isEqualTo(modes);
        assertThat(judgement.highQuality()).isCloseTo(highQuality, within(EXACT));
        assertThat(judgement.reverseKl()).isCloseTo(reverseKl, within(EXACT));
    }
}
