package io.saccade.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.saccade.scoring.Freshness;
import io.saccade.scoring.FreshnessPolicy;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class PolledBatchTest {

    private static final TopicPartition PARTITION = new TopicPartition("frames", 0);
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();

    @Test
    void everyFrameIsScoredUnlessToldOtherwise() {
        sent("a", 100, 90, 80);
        assertThat(superseded(FreshnessPolicy.EVERY_FRAME)).isEmpty();
    }

    @Test
    void ofALatestCameraOnlyTheNewestIsScored() {
        sent("a", 3, 2, 1);
        sent("b", 2, 1);
        sent("a", 0);
        FreshnessPolicy policy = new FreshnessPolicy(new Freshness.Every(), Map.of("a", new Freshness.Latest()));

        PolledBatch batch = batch(policy);

        assertThat(superseded(batch)).containsExactly(0L, 1L, 2L);
        assertThat(batch.frames()).hasSize(6);
        assertThat(batch.positions()).containsEntry(PARTITION, new OffsetAndMetadata(6));
    }

    @Test
    void aSupersededFrameTakesNoRoomAndKeepsItsIdentity() {
        sent("a", 1, 0);

        FrameRecord first = batch(new FreshnessPolicy(new Freshness.Latest(), Map.of()))
                .frames()
                .get(0);

        assertThat(first.record().value()).isNull();
        assertThat(first.record().headers()).isEmpty();
        assertThat(first.frame().payload().bytes()).isEmpty();
        assertThat(first.frame().camera()).isEqualTo("a");
        assertThat(first.frame().source().offset()).isZero();
    }

    @Test
    void aFrameOlderThanItsCamerasMaximumAgeIsNotScored() {
        sent("a", 10, 3, 2, 1);
        FreshnessPolicy policy = new FreshnessPolicy(Freshness.parse("max-age=2s"), Map.of());

        assertThat(superseded(policy)).containsExactly(0L, 1L);
    }

    @Test
    void aBatchIsFullByTheFramesToScoreOrByThoseItPassesOver() {
        FreshnessPolicy latest = new FreshnessPolicy(new Freshness.Latest(), Map.of());
        for (int i = 0; i < 1999; i++) {
            sent("a", 0);
        }
        assertThat(batch(latest).hasRoom(16)).isTrue();
        sent("a", 0);
        assertThat(batch(latest).hasRoom(16)).isFalse();
        assertThat(batch(FreshnessPolicy.EVERY_FRAME).hasRoom(3000)).isFalse();
        records.clear();
        sent("a", 0, 0);
        assertThat(batch(FreshnessPolicy.EVERY_FRAME).hasRoom(2)).isFalse();
        assertThat(batch(FreshnessPolicy.EVERY_FRAME).hasRoom(3)).isTrue();
    }

    private void sent(String camera, int... secondsAgo) {
        for (int seconds : secondsAgo) {
            records.add(new ConsumerRecord<>(
                    PARTITION.topic(),
                    PARTITION.partition(),
                    records.size(),
                    NOW.minusSeconds(seconds).toEpochMilli(),
                    TimestampType.CREATE_TIME,
                    1,
                    1,
                    camera.getBytes(UTF_8),
                    new byte[] {1},
                    new RecordHeaders().add("x", new byte[1]),
                    Optional.empty()));
        }
    }

    private PolledBatch batch(FreshnessPolicy policy) {
        PolledBatch batch = new PolledBatch();
        batch.add(
                new ConsumerRecords<>(
                        Map.of(PARTITION, records), Map.of(PARTITION, new OffsetAndMetadata(records.size()))),
                policy,
                Clock.fixed(NOW, ZoneOffset.UTC));
        return batch;
    }

    private List<Long> superseded(FreshnessPolicy policy) {
        return superseded(batch(policy));
    }

    private static List<Long> superseded(PolledBatch batch) {
        return batch.frames().stream()
                .filter(frame -> frame.superseded() != null)
                .map(frame -> frame.record().offset())
                .toList();
    }
}
