package io.saccade.capacity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;

class CameraHashTest {

    @Test
    void aCameraIsWhereKafkaPutsIt() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            String camera = i % 2 == 0 ? "camera-" + i : text(random, i % 23);

            assertThat(CameraHash.partition(camera, 1 + i % 97))
                    .as(camera)
                    .isEqualTo(Utils.toPositive(Utils.murmur2(camera.getBytes(UTF_8))) % (1 + i % 97));
        }
    }

    private static String text(Random random, int length) {
        return random.ints(length, 1, 0x2000)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @Test
    void everyCameraFallsToOnePartitionAndItsInstance() {
        Placement placement = Placement.of(Placement.hashes(10_000), 64, 16);

        assertThat(placement.byPartition()).hasSize(64);
        assertThat(java.util.Arrays.stream(placement.byPartition()).sum()).isEqualTo(10_000);
        for (int instance = 0; instance < 16; instance++) {
            int sum = 0;
            for (int partition = instance; partition < 64; partition += 16) {
                sum += placement.byPartition()[partition];
            }
            assertThat(placement.byInstance()[instance]).isEqualTo(sum);
        }
    }

    @Test
    void theHottestInstanceIsAsHotAsBallsInBinsAre() {
        int[] hashes = Placement.hashes(100_000);

        Placement placement = Placement.of(hashes, 4_000, 1_000);

        // 100 to each in the mean, deviation about 10; the largest of 1000 lies about 3.2 deviations above
        assertThat(placement.mostOnAnInstance()).isBetween(125, 150);
    }
}
