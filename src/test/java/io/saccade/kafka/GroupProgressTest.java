package io.saccade.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.saccade.kafka.GroupProgress.Position;
import io.saccade.kafka.GroupProgress.Stuck;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class GroupProgressTest {

    private static final TopicPartition A = new TopicPartition("frames", 0);
    private static final TopicPartition B = new TopicPartition("frames", 1);

    private final GroupProgress progress = new GroupProgress();

    @Test
    void aGroupThatHasDoneEverythingIsNotStuck() {
        at(0, new Position(5, 5), new Position(9, 9));
        assertThat(at(100, new Position(5, 5), new Position(9, 9))).isEqualTo(Stuck.NONE);
    }

    @Test
    void aPartitionWithFramesAndNoCommitIsStuckForAsLong() {
        at(0, new Position(5, 8), new Position(9, 9));
        at(30, new Position(5, 12), new Position(9, 11));
        assertThat(at(50, new Position(5, 14), new Position(10, 11)))
                .isEqualTo(new Stuck("frames-0", 9, Duration.ofSeconds(50)));
    }

    @Test
    void aCommitEndsIt() {
        at(0, new Position(5, 8), new Position(9, 9));
        at(50, new Position(6, 8), new Position(9, 9));
        assertThat(at(60, new Position(6, 8), new Position(9, 9)).time()).isEqualTo(Duration.ofSeconds(10));
        at(70, new Position(8, 8), new Position(9, 9));
        assertThat(at(80, new Position(8, 9), new Position(9, 9)).time()).isZero();
    }

    private Stuck at(int seconds, Position a, Position b) {
        return progress.update(Map.of(A, a, B, b), Duration.ofSeconds(seconds).toNanos());
    }
}
