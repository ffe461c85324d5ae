package io.saccade.load.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SnapshotTest {

    @Test
    void whatCameBetweenTwoSnapshotsIsPerFrame() {
        Snapshot first = new Snapshot(10, 100, 10, 1, 2, 3, 4, 5);
        Snapshot second = new Snapshot(12, 300, 30, 2, 4, 6, 8, 10);

        Snapshot between = second.since(first);

        assertThat(between.framesPerSecond()).isEqualTo(100);
        assertThat(between.msPerFrame(between.serviceCpu())).isEqualTo(20);
        assertThat(between.scored() / between.commits()).isEqualTo(10);
    }
}
