package io.saccade.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The verifier on lists made by hand: a checker that finds nothing proves nothing. */
class LedgerVerifierTest {

    private static final int FRAMES = 24;
    private static final List<SentFrame> SENT = sent();

    @Test
    void aRunWithoutFaultsIsClean() {
        Verdict verdict = Verifier.verify(SENT, clean());

        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.clean()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("planted")
    void everyPlantedFaultIsFound(PlantedFault fault) {
        assertThat(fault.isFound(SENT)).as(fault.what()).isTrue();
    }

    static List<PlantedFault> planted() {
        return PlantedFault.in(clean());
    }

    @Test
    void oneDroppedMapIsOneLost() {
        Reading clean = clean();
        Verdict verdict = Verifier.verify(
                SENT, clean.withMaps(clean.maps().subList(1, clean.maps().size())));

        assertThat(verdict.lost()).isEqualTo(1);
        assertThat(verdict.doubled()).isZero();
        assertThat(verdict.disordered()).isZero();
    }

    @Test
    void aReplayedStretchIsDoubledButNotDisordered() {
        Reading clean = clean();
        List<ReadRecord> replayed = new ArrayList<>(clean.maps());
        replayed.addAll(10, clean.maps().subList(4, 10));
        Verdict verdict = Verifier.verify(SENT, clean.withMaps(replayed));

        assertThat(verdict.doubled()).isEqualTo(6);
        assertThat(verdict.disordered()).isZero();
        assertThat(verdict.lost()).isZero();
    }

    @Test
    void framesOfDifferentCamerasMayPassEachOther() {
        Reading clean = clean();
        List<ReadRecord> passed = new ArrayList<>(clean.maps());
        passed.add(0, passed.remove(1));
        Verdict verdict = Verifier.verify(SENT, clean.withMaps(passed).withMapsReadLive(passed));

        assertThat(clean.maps().get(0).camera())
                .isNotEqualTo(clean.maps().get(1).camera());
        assertThat(verdict.clean()).isTrue();
    }

    @Test
    void aRecordOfAFrameThatWasNeverSentIsWrong() {
        Reading clean = clean();
        List<ReadRecord> more = new ArrayList<>(clean.maps());
        more.add(new ReadRecord(new Position(0, 99), new Position(0, 99), "a", FrameMix.SCORED, "f"));

        assertThat(Verifier.verify(SENT, clean.withMaps(more)).findings())
                .anyMatch(finding -> finding.contains("frame 0/99, which was never sent"));
    }

    @Test
    void aGoodFrameAmongTheDeadLettersIsWrong() {
        Reading clean = clean();
        List<ReadRecord> letters = new ArrayList<>(clean.letters());
        letters.add(clean.maps().get(0).withOutcome("expired"));
        Reading reading =
                clean.withMaps(clean.maps().subList(1, clean.maps().size())).withLetters(letters);

        assertThat(Verifier.verify(SENT, reading).findings())
                .contains("wrong: frame 0/0 of a came out as expired, expected scored");
    }

    /** Two cameras on one partition, every sixth frame broken. */
    private static List<SentFrame> sent() {
        List<SentFrame> sent = new ArrayList<>();
        for (int i = 0; i < FRAMES; i++) {
            String expected = i % 6 == 5 ? "undecodable" : FrameMix.SCORED;
            sent.add(new SentFrame(new Position(0, i), i % 2 == 0 ? "a" : "b", i, "sha-" + i, expected));
        }
        return List.copyOf(sent);
    }

    private static Reading clean() {
        List<ReadRecord> maps = new ArrayList<>();
        List<ReadRecord> letters = new ArrayList<>();
        for (SentFrame frame : SENT) {
            List<ReadRecord> records = frame.expected().equals(FrameMix.SCORED) ? maps : letters;
            Position at = new Position(0, records.size());
            records.add(new ReadRecord(at, frame.at(), frame.camera(), frame.expected(), frame.sha256()));
        }
        Map<Integer, Long> ends = Map.of(0, (long) FRAMES);
        return new Reading(maps, letters, maps, maps, ends, ends, List.of());
    }
}
