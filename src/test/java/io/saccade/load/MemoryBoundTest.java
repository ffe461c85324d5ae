package io.saccade.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryBoundTest {

    private static final int MIB = 1 << 20;

    @Test
    void smallFramesAreBoundedByTheirNumber() {
        MemoryBound bound = new MemoryBound(16, 16 * MIB, 2, 1_000, 100, 1);
        assertThat(bound.heapBytes()).isEqualTo(16 * MIB + 1_000 + 3 * 16 * 1_000 + 3 * 16 * 200 + 128 * MIB);
    }

    @Test
    void largeFramesAreBoundedByTheirBytes() {
        MemoryBound bound = new MemoryBound(16, 16 * MIB, 2, 4 * MIB, 100, 1);
        assertThat(bound.heapBytes()).isEqualTo(4 * 20 * MIB + 3 * 16 * 200 + 128 * MIB);
    }

    @Test
    void eachLaneHasBuffersForAFrameAndItsMap() {
        long one = new MemoryBound(16, 16 * MIB, 1, 1_000, 100, 2).directBytes();
        long two = new MemoryBound(16, 16 * MIB, 2, 1_000, 100, 2).directBytes();
        assertThat(two - one).isEqualTo(1_000 + 300 + 800 + 400);
        assertThat(one).isEqualTo(2_500 + 4 * 1_300 + 16 * MIB + 1_000 + 16 * MIB);
    }
}
