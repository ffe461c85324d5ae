package io.saccade.load.openloop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.saccade.tensor.DType;
import io.saccade.tensor.Safetensors;
import io.saccade.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MapChecksTest {

    private final Findings wrong = new Findings();
    private final MapChecks checks = new MapChecks(wrong);

    @Test
    void theSamePictureGivesTheSameTensorWhicheverTheFrame() {
        checks.check(3, "model", map("frame-1", 7));
        checks.check(3, "model", map("a frame with another header", 7));

        assertThat(wrong.count()).isZero();
    }

    @Test
    void anotherTensorIsFound() {
        checks.check(3, "model", map("frame-1", 7));
        checks.check(3, "model", map("frame-2", 8));

        assertThat(wrong.first()).containsExactly("a map of picture 3 differs from the first one");
    }

    @Test
    void picturesAndModelsHaveMapsOfTheirOwn() {
        checks.check(3, "model", map("frame-1", 7));
        checks.check(4, "model", map("frame-2", 8));
        checks.check(3, "another", map("frame-3", 9));

        assertThat(wrong.count()).isZero();
        assertThat(checks.kept())
                .extracting(MapChecks.FirstMap::picture, MapChecks.FirstMap::model)
                .containsExactly(tuple(3, "model"), tuple(4, "model"), tuple(3, "another"));
    }

    @Test
    void whatIsKeptIsTheWholeFile() {
        ByteBuffer map = map("frame-1", 7);
        checks.check(3, "model", map);

        assertThat(checks.kept().get(0).map()).isEqualTo(map.array());
        assertThat(map.position()).isZero();
    }

    @Test
    void onlySomeMapsOfAModelAreKept() {
        for (int picture = 0; picture < 100; picture++) {
            checks.check(picture, "model", map("frame", picture));
        }

        assertThat(checks.kept()).hasSize(16);
    }

    @Test
    void whatIsNoMapIsFound() {
        checks.check(3, "model", ByteBuffer.wrap(new byte[5]));
        checks.check(3, "model", ByteBuffer.wrap(new byte[] {-1, -1, -1, -1, -1, -1, -1, 127, 0}));

        assertThat(wrong.count()).isEqualTo(2);
    }

    private static ByteBuffer map(String frame, int score) {
        ByteBuffer scores =
                ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putShort((short) score);
        Tensor tensor = new Tensor("scores", DType.F16, List.of(1, 1, 2), scores.rewind());
        return ByteBuffer.wrap(new Safetensors(Map.of("frame_id", frame), List.of(tensor)).toBytes());
    }
}
