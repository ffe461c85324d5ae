package io.saccade.kafka.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.saccade.frame.Source;
import org.junit.jupiter.api.Test;

class MapPositionsTest {

    private final MapPositions positions = new MapPositions();

    @Test
    void oneMapTellsWhereTheOthersAre() {
        positions.scored(3, 1_000, frame(50));
        positions.scored(3, 1_001, frame(51));
        assertThat(positions.of(3, frame(51))).isEmpty();

        positions.learn(3, 400, frame(50));

        assertThat(positions.of(3, frame(51))).hasValue(401);
        assertThat(positions.of(2, frame(51))).isEmpty();
    }

    @Test
    void supersededFramesHaveNoMap() {
        positions.scored(0, 10, frame(1));
        positions.learn(0, 10, frame(1));
        positions.superseded(0);
        positions.superseded(0);
        positions.scored(0, 13, frame(4));

        assertThat(positions.of(0, frame(4))).hasValue(11);
    }

    @Test
    void aWrongGuessIsForgottenOrLearntFrom() {
        positions.scored(0, 10, frame(1));
        positions.learn(0, 10, frame(1));
        positions.learn(0, 17, frame(1));
        assertThat(positions.of(0, frame(1))).hasValue(17);

        positions.learn(0, 99, frame(5));
        assertThat(positions.of(0, frame(1)))
                .as("a map of which no summary was read teaches nothing")
                .hasValue(17);

        positions.forget(0);
        assertThat(positions.of(0, frame(1))).isEmpty();
    }

    private static Source frame(long offset) {
        return new Source("frames", 0, offset);
    }
}
