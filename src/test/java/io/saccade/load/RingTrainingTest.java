package io.saccade.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RingTrainingTest {

    /** A sixth of the recipe's: each of twelve seeds had all modes by then, and at least 44 % of high quality. */
    private static final int STEPS = 4000;

    @Test
    void aShortTrainingByTheRecipeDoesNotCollapse() {
        RingJudgement judgement = RingTraining.train(RingRecipe.RECOMMENDED.settings(1, STEPS), STEPS);

        assertThat(judgement.modes()).isGreaterThanOrEqualTo(6);
        assertThat(judgement.highQuality()).isGreaterThan(0.1);
        assertThat(judgement.reverseKl()).isLessThan(0.1);
    }
}
