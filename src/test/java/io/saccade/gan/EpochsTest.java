package io.saccade.gan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class EpochsTest {

    @Test
    void samplesComeInOrderAtFirstAndShuffledLater() {
        Epochs epochs = new Epochs(7, 50);
        List<Integer> first = epoch(epochs, 0);
        List<Integer> second = epoch(epochs, 1);
        List<Integer> third = epoch(epochs, 2);

        assertThat(first).isSorted().hasSize(50);
        assertThat(second).isNotEqualTo(first).containsExactlyInAnyOrderElementsOf(first);
        assertThat(third).isNotEqualTo(second).containsExactlyInAnyOrderElementsOf(first);
        assertThat(epochs.isFirst(49)).isTrue();
        assertThat(epochs.isFirst(50)).isFalse();
    }

    @Test
    void theOrderDependsOnTheSeedAndNotOnWhereOneBegan() {
        Epochs other = new Epochs(7, 50);
        int late = other.at(123);

        assertThat(epoch(new Epochs(7, 50), 2)).element(23).isEqualTo(late);
        assertThat(epoch(other, 0)).isSorted();
        assertThat(epoch(new Epochs(8, 50), 1)).isNotEqualTo(epoch(new Epochs(7, 50), 1));
    }

    @Test
    void thereIsAtLeastOneSample() {
        assertThatThrownBy(() -> new Epochs(1, 0)).hasMessage("there are 0 samples, expected at least 1");
    }

    private static List<Integer> epoch(Epochs epochs, int number) {
        return LongStream.range(50L * number, 50L * (number + 1))
                .mapToObj(epochs::at)
                .toList();
    }
}
