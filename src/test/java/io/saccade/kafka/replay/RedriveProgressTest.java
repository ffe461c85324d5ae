package io.saccade.kafka.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;

class RedriveProgressTest {

    @Test
    void withoutAFilterItIsAPosition() {
        RedriveProgress progress = RedriveProgress.of(new OffsetAndMetadata(5));
        progress.done(5, 9);

        assertThat(progress.toOffset()).isEqualTo(new OffsetAndMetadata(9));
    }

    @Test
    void lettersThatAreLeftAreToDoInTheNextRun() {
        RedriveProgress progress = RedriveProgress.of(null);
        progress.done(0, 10);
        progress.leave(10);
        progress.done(11, 20);
        progress.leave(20);
        progress.done(21, 22);

        RedriveProgress next = RedriveProgress.of(progress.toOffset());

        assertThat(next.first()).isEqualTo(10);
        assertThat(next.isDone(9)).isTrue();
        assertThat(next.isDone(10)).isFalse();
        assertThat(next.isDone(11)).isTrue();
        assertThat(next.isDone(20)).isFalse();
        assertThat(next.isDone(21)).isTrue();
        assertThat(next.isDone(22)).isFalse();
        next.done(10, 11);
        next.done(20, 21);
        assertThat(next.toOffset()).isEqualTo(new OffsetAndMetadata(22));
    }

    @Test
    void whatWasNeverLookedAtIsLeft() {
        RedriveProgress progress = RedriveProgress.of(null);
        progress.done(100, 200);

        RedriveProgress next = RedriveProgress.of(progress.toOffset());

        assertThat(next.first()).isZero();
        assertThat(next.isDone(99)).isFalse();
        assertThat(next.isDone(100)).isTrue();
    }

    @Test
    void lettersThatAreDeletedAreForgotten() {
        RedriveProgress progress = RedriveProgress.of(null);
        progress.leave(3);
        progress.done(4, 7);
        progress.leave(7);
        progress.startAt(5);
        assertThat(progress.first()).isEqualTo(7);

        progress.startAt(4_000_000_000L);
        assertThat(progress.toOffset()).isEqualTo(new OffsetAndMetadata(4_000_000_000L));
    }

    @Test
    void itIsWhatASetWouldBeThroughAnyRuns() {
        Random random = new Random(1);
        TreeSet<Long> done = new TreeSet<>();
        OffsetAndMetadata committed = null;
        for (int run = 0; run < 20; run++) {
            RedriveProgress progress = RedriveProgress.of(committed);
            long from = random.nextInt(300);
            for (long offset = from; offset < from + 50; offset++) {
                assertThat(progress.isDone(offset)).isEqualTo(done.contains(offset));
                if (random.nextBoolean()) {
                    progress.done(offset, offset + 1);
                    done.add(offset);
                } else {
                    progress.leave(offset);
                }
            }
            committed = progress.toOffset();
        }
    }

    @Test
    void moreThanKafkaTakesBesideAPositionIsRefused() {
        Random random = new Random(1);
        RedriveProgress progress = RedriveProgress.of(null);
        for (long offset = 0; offset < 100_000; offset++) {
            if (random.nextBoolean()) {
                progress.leave(offset);
            } else {
                progress.done(offset, offset + 1);
            }
        }

        assertThatThrownBy(progress::toOffset).hasMessageContaining("too many single letters");
    }
}
