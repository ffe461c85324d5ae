package io.saccade.load.novelty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AurocTest {

    @Test
    void scoresThatTellAllGiveOneAndTurnedRoundZero() {
        List<Boolean> novel = List.of(false, true, false, true);

        assertThat(Auroc.of(List.of(0.1, 0.7, 0.2, 0.6), novel)).isEqualTo(1);
        assertThat(Auroc.of(List.of(0.7, 0.1, 0.6, 0.2), novel)).isZero();
    }

    @Test
    void oneWrongPairOfFourIsAQuarterLess() {
        assertThat(Auroc.of(List.of(1.0, 2.0, 3.0, 4.0), List.of(false, true, false, true)))
                .isEqualTo(0.75);
    }

    @Test
    void tiesCountHalf() {
        assertThat(Auroc.of(List.of(1.0, 1.0, 1.0), List.of(true, false, true))).isEqualTo(0.5);
        assertThat(Auroc.of(List.of(1.0, 2.0, 2.0), List.of(false, false, true)))
                .isEqualTo(0.75);
    }

    @Test
    void itIsTheShareOfPairs() {
        Random random = new Random(1);
        List<Double> scores = new ArrayList<>();
        List<Boolean> novel = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            novel.add(random.nextInt(3) == 0);
            scores.add((double) random.nextInt(20) + (novel.get(i) ? 3 : 0));
        }

        double right = 0;
        double pairs = 0;
        for (int i = 0; i < 200; i++) {
            for (int j = 0; j < 200; j++) {
                if (novel.get(i) && !novel.get(j)) {
                    pairs++;
                    int order = Double.compare(scores.get(i), scores.get(j));
                    right += order > 0 ? 1 : order == 0 ? 0.5 : 0;
                }
            }
        }
        assertThat(Auroc.of(scores, novel)).isCloseTo(right / pairs, within(1e-12));
    }

    @Test
    void oneKindAloneCantBeJudged() {
        assertThatThrownBy(() -> Auroc.of(List.of(1.0, 2.0), List.of(true, true)))
                .hasMessage("there are 2 novel and 0 usual frames to judge by, expected at least one of each");
    }
}
