package io.saccade.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class LeastSquaresTest {

    @Test
    void exactDataGiveTheirCoefficients() {
        List<double[]> rows = List.of(
                new double[] {1, 2, 7}, new double[] {1, 5, 1}, new double[] {1, 9, 4}, new double[] {1, 100, 3});
        double[] targets =
                rows.stream().mapToDouble(r -> 0.5 + 3 * r[1] + 0.25 * r[2]).toArray();

        double[] fitted = LeastSquares.fit(rows, targets, targets);

        assertThat(fitted).containsExactly(new double[] {0.5, 3, 0.25}, within(1e-9));
    }

    @Test
    void whatWouldBeNegativeIsZeroAndTheRestIsFittedAnew() {
        List<double[]> rows = List.of(new double[] {1, 1}, new double[] {1, 2}, new double[] {1, 3});
        double[] targets = {1, 3, 5}; // −1 + 2x

        double[] fitted = LeastSquares.fit(rows, targets, new double[] {1, 1, 1});

        assertThat(fitted).containsExactly(new double[] {0, 22.0 / 14}, within(1e-9));
    }

    @Test
    void errorsCountAgainstTheirScale() {
        List<double[]> rows = List.of(new double[] {1}, new double[] {1});

        double[] fitted = LeastSquares.fit(rows, new double[] {1, 4}, new double[] {1, 2});

        // minimum of (c − 1)² + ((c − 4) / 2)²
        assertThat(fitted).containsExactly(new double[] {1.6}, within(1e-9));
    }

    @Test
    void columnsThatSayTheSameAreTakenOnce() {
        List<double[]> rows = List.of(new double[] {1, 2}, new double[] {2, 4}, new double[] {3, 6});

        double[] fitted = LeastSquares.fit(rows, new double[] {2, 4, 6}, new double[] {1, 1, 1});

        assertThat(fitted[0] + 2 * fitted[1]).isCloseTo(2, within(1e-9));
        assertThat(fitted).contains(0.0);
    }
}
