package io.saccade.load.openloop;

import static org.assertj.core.api.Assertions.assertThat;

import io.saccade.load.openloop.Output.Kind;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each kind of fault, planted in a run of four frames of two cameras. */
class OutcomesTest {

    private static final int FRAMES = 4;

    private final SentFrames sent = new SentFrames();
    private final Outcomes outcomes = new Outcomes(sent, new Findings());

    OutcomesTest() {
        for (int i = 0; i < FRAMES; i++) {
            SentFrame frame = sent.add(new Schedule.Due(0, i % 2, "hold"), i, 0);
            sent.acknowledge(frame, position(i));
        }
    }

    @Test
    void aCleanRunIsClean() {
        scored(0, 1, 2, 3);

        assertThat(outcomes.verdict().isClean()).isTrue();
        assertThat(outcomes.done()).isEqualTo(FRAMES);
        assertThat(outcomes.mapsByModel()).containsOnlyKeys("model").containsValue(4L);
    }

    @Test
    void aFrameIsGivenForItsFirstEndAlone() {
        assertThat(outcomes.add(output(Kind.MAP, 2)).map(SentFrame::index)).contains(2L);
        assertThat(outcomes.add(output(Kind.SUMMARY, 2))).isEmpty();
        assertThat(outcomes.add(output(Kind.MAP, 2))).isEmpty();
    }

    @Test
    void supersededFramesAreAccountedFor() {
        scored(1, 3);
        outcomes.add(output(Kind.SUPERSEDED, 0));
        outcomes.add(output(Kind.SUPERSEDED, 2));

        assertThat(outcomes.verdict().isClean()).isTrue();
        assertThat(outcomes.count(Kind.SUPERSEDED)).isEqualTo(2);
    }

    @Test
    void whatCameOutNowhereIsLost() {
        scored(0, 1, 3);

        assertThat(outcomes.verdict())
                .extracting(Verdict::lost, Verdict::doubled)
                .containsExactly(1L, 0L);
    }

    @Test
    void aSecondMapIsDoubled() {
        scored(0, 1, 2, 3);
        outcomes.add(output(Kind.MAP, 1));

        Verdict verdict = outcomes.verdict();
        assertThat(verdict.doubled()).isEqualTo(1);
        assertThat(verdict.disordered()).isZero();
    }

    @Test
    void aFrameBehindALaterOneOfItsCameraIsDisordered() {
        scored(1, 2, 0, 3);

        assertThat(outcomes.verdict().disordered()).isEqualTo(1);
    }

    @Test
    void aDeadLetterIsWrong() {
        scored(0, 1, 2);
        outcomes.add(output(Kind.DEAD_LETTER, 3));

        assertThat(outcomes.verdict()).extracting(Verdict::lost, Verdict::wrong).containsExactly(0L, 1L);
    }

    @Test
    void aMapWithoutASummaryAndASecondSummaryAreWrong() {
        scored(0, 1, 2);
        outcomes.add(output(Kind.MAP, 3));
        assertThat(outcomes.verdict().wrong()).isEqualTo(1);

        outcomes.add(output(Kind.SUMMARY, 3));
        outcomes.add(output(Kind.SUMMARY, 3));
        assertThat(outcomes.verdict().findings()).contains("a second summary of Position[partition=0, offset=3]");
    }

    @Test
    void anotherFrameThanTheOneThatWasSentThereIsWrong() {
        scored(0, 1, 2);
        outcomes.add(new Output(Kind.MAP, position(3), 2, "", "camera-1", "model", ByteBuffer.allocate(0)));
        outcomes.add(output(Kind.SUMMARY, 3));

        assertThat(outcomes.verdict().wrong()).isEqualTo(1);
    }

    @Test
    void anOutcomeThatNobodySentIsWrong() {
        scored(0, 1, 2, 3, 4);

        assertThat(outcomes.verdict()).extracting(Verdict::lost, Verdict::wrong).containsExactly(0L, 1L);
    }

    @Test
    void aChangeOfModelsIsCountedForEachCamera() {
        scored(0, 1);
        for (int frame : List.of(2, 3)) {
            outcomes.add(new Output(
                    Kind.MAP, position(frame), frame, "", "camera-" + frame % 2, "next", ByteBuffer.allocate(0)));
        }

        assertThat(outcomes.modelChanges()).isEqualTo(2);
    }

    private void scored(int... frames) {
        for (int frame : frames) {
            outcomes.add(output(Kind.MAP, frame));
            outcomes.add(output(Kind.SUMMARY, frame));
        }
    }

    private static Output output(Kind kind, int frame) {
        return new Output(kind, position(frame), frame, "", "camera-" + frame % 2, "model", ByteBuffer.allocate(0));
    }

    private static Position position(int frame) {
        return new Position(0, frame);
    }
}
