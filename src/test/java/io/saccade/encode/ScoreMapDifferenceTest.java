package io.saccade.encode;

import static org.assertj.core.api.Assertions.assertThat;

import io.saccade.frame.ScoreMap;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScoreMapDifferenceTest {

    private static final Map<String, String> METADATA = Map.of("camera", "gate", "frame_id", "7");

    @Test
    void equalBytesDoNotDiffer() {
        assertThat(ScoreMapDifference.between(map(0.5f, METADATA), map(0.5f, METADATA)))
                .isEmpty();
    }

    @Test
    void aScoreIsNamedByChannelRowAndColumnWithBothValues() {
        assertThat(ScoreMapDifference.between(map(0.25f, METADATA), map(0.5f, METADATA)))
                .get()
                .asString()
                .contains("channel 1, row 2, column 3 is 0.25, expected 0.5; 1 of 24 scores differ, by at most 0.25");
    }

    @Test
    void metadataAreNamedByTheirKey() {
        byte[] other = map(0.5f, Map.of("camera", "gate", "frame_id", "8"));

        assertThat(ScoreMapDifference.between(other, map(0.5f, METADATA)))
                .get()
                .asString()
                .endsWith("metadata 'frame_id' is 8, expected 7");
    }

    @Test
    void anotherShapeOrTypeIsSaid() {
        byte[] single = new ScoreMapEncoder(ScoreEncoding.F32, 1).encode(scores(0.5f), METADATA);
        byte[] pooled = new ScoreMapEncoder(ScoreEncoding.F16, 2).encode(scores(0.5f), METADATA);

        assertThat(ScoreMapDifference.between(single, map(0.5f, METADATA)))
                .get()
                .asString()
                .endsWith("scores are F32 [2, 3, 4], expected F16 [2, 3, 4]");
        assertThat(ScoreMapDifference.between(pooled, map(0.5f, METADATA)))
                .get()
                .asString()
                .endsWith("scores are F16 [2, 2, 2], expected F16 [2, 3, 4]");
    }

    @Test
    void whatIsNoMapIsSaid() {
        assertThat(ScoreMapDifference.between(new byte[3], map(0.5f, METADATA)))
                .get()
                .asString()
                .contains("the published map is broken: ");
    }

    private static byte[] map(float last, Map<String, String> metadata) {
        return new ScoreMapEncoder(ScoreEncoding.F16, 1).encode(scores(last), metadata);
    }

    /** Two channels of 3 rows and 4 columns, all zero but the last score. */
    private static ScoreMap scores(float last) {
        return new ScoreMap(4, 3, List.of(plane(0), plane(last)));
    }

    private static FloatBuffer plane(float last) {
        FloatBuffer plane = ByteBuffer.allocateDirect(12 * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        return plane.put(11, last);
    }
}
