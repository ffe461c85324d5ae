package io.saccade.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.saccade.attention.FrameTrace;
import io.saccade.attention.Tier;
import io.saccade.encode.ScoreSummary;
import io.saccade.encode.StageTimes;
import io.saccade.frame.Frame;
import io.saccade.frame.ModelIdentity;
import io.saccade.frame.Payload;
import io.saccade.frame.Source;
import io.saccade.scoring.Outcome.Scored;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveCamerasTest {

    private final LiveCameras cameras = new LiveCameras();

    @Test
    void theNewestFrameOfEachCameraIsKeptAndCounted() {
        cameras.onCommitted(List.of(scored("b", 10)));
        cameras.onCommitted(List.of(scored("a", 20)));
        cameras.onCommitted(List.of(scored("b", 30)));

        assertThat(cameras.all())
                .extracting(live -> live.newest().frame().camera(), LiveCameras.Live::frames)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("a", 1L), org.assertj.core.groups.Tuple.tuple("b", 2L));
        assertThat(cameras.of("b").orElseThrow().scoreMap()).hasSize(30);
        assertThat(cameras.of("c")).isEmpty();
    }

    @Test
    void theCamerasThatWereSilentLongestGoWhenTheBytesAreTooMany() {
        int quarter = (int) (LiveCameras.MOST_BYTES / 4);
        for (String camera : List.of("a", "b", "c", "a", "d", "e")) {
            cameras.onCommitted(List.of(scored(camera, quarter - 1)));
        }

        assertThat(cameras.all())
                .extracting(live -> live.newest().frame().camera())
                .containsExactly("a", "c", "d", "e");
    }

    private static Scored scored(String camera, int mapBytes) {
        Instant now = Instant.EPOCH;
        Frame frame =
                new Frame(camera, "1", null, now, now, null, Payload.of(new byte[1]), null, new Source("frames", 0, 0));
        ModelIdentity model = new ModelIdentity("0".repeat(64), "attention/1", "cpu", "1");
        ScoreSummary summary = new ScoreSummary(frame, model, now, 1, 1, 1, List.of(), new StageTimes(0, 0, 0, 0));
        return new Scored(frame, "", new byte[mapBytes], summary, new FrameTrace(Tier.QUADRATIC, 1), null);
    }
}
