package io.saccade.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.saccade.Pictures;
import io.saccade.attention.Variant;
import io.saccade.decode.HostileFiles;
import io.saccade.decode.Mutations;
import io.saccade.encode.ScoreEncoding;
import io.saccade.frame.Frame;
import io.saccade.frame.FrameSize;
import io.saccade.frame.Payload;
import io.saccade.frame.Reason;
import io.saccade.frame.Source;
import io.saccade.onnx.ExecutionProvider;
import io.saccade.scoring.Outcome.Rejected;
import io.saccade.scoring.Outcome.Scored;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No frame stops the service: real scorers, and some that fail on purpose around them. */
class GuardedScorerTest {

    private final List<String> closed = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(classes = {IllegalStateException.class, OutOfMemoryError.class, StackOverflowError.class})
    void aFrameThatFailsTwiceIsRejectedAndTheNextOneIsScored(Class<? extends Throwable> failure) {
        try (Scoring scoring = Scoring.open(settings());
                Scorer guarded = guarded(scoring, frame -> {
                    if (frame.id().equals("poison")) {
                        throw failed(failure);
                    }
                    return frame;
                })) {
            Rejected rejected = (Rejected) guarded.score(frame("poison", Pictures.jpeg(20, 10)));

            assertThat(rejected.frame().id()).isEqualTo("poison");
            assertThat(rejected.rejection().reason()).isEqualTo(Reason.SCORING_FAILED);
            assertThat(rejected.rejection().reason().wireName()).isEqualTo("scoring-failed");
            assertThat(rejected.rejection().detail())
                    .contains(failure.getSimpleName())
                    .doesNotContain("\n");
            assertThat(guarded.score(frame("good", Pictures.jpeg(20, 10)))).isInstanceOf(Scored.class);
            assertThat(closed).hasSize(2);
        }
        assertThat(closed).hasSize(3);
    }

    @Test
    void aFrameThatFailsOnceIsScored() {
        List<String> seen = new ArrayList<>();
        try (Scoring scoring = Scoring.open(settings());
                Scorer guarded = guarded(scoring, frame -> {
                    seen.add(frame.id());
                    if (seen.size() == 1) {
                        throw new IllegalStateException("this once");
                    }
                    return frame;
                })) {
            assertThat(guarded.score(frame("1", Pictures.jpeg(20, 10)))).isInstanceOf(Scored.class);
            assertThat(seen).containsExactly("1", "1");
        }
    }

    @Test
    void aScorerThatFailsOnGoodFramesTooIsAFaultOfTheService() {
        try (Scoring scoring = Scoring.open(settings());
                Scorer guarded = guarded(scoring, frame -> {
                    throw new IllegalStateException("the device is gone");
                })) {
            assertThatThrownBy(() -> guarded.score(frame("1", Pictures.jpeg(20, 10))))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("the device is gone");
        }
    }

    @Test
    void anErrorOfTheMachineComesOut() {
        try (Scoring scoring = Scoring.open(settings());
                Scorer guarded = guarded(scoring, frame -> {
                    throw new UnsatisfiedLinkError("no library");
                })) {
            assertThatThrownBy(() -> guarded.score(frame("1", Pictures.jpeg(20, 10))))
                    .isInstanceOf(UnsatisfiedLinkError.class);
        }
    }

    @Test
    void everyBrokenFrameHasAnOutcome() {
        Mutations mutations = new Mutations(Long.getLong("fuzz.seed", 1));
        Map<String, Integer> outcomes = new TreeMap<>();
        try (Scoring scoring = Scoring.open(settings());
                Scorer scorer = scoring.newScorer()) {
            for (int i = 0; i < 2000; i++) {
                Outcome outcome = scorer.score(frame("" + i, mutations.get(i)));
                outcomes.merge(
                        outcome.fold(
                                scored -> "scored",
                                rejected -> rejected.rejection().reason().wireName(),
                                superseded -> "superseded"),
                        1,
                        Integer::sum);
            }
        }
        assertThat(outcomes).containsKeys("scored", "undecodable").doesNotContainKey("scoring-failed");
    }

    @Test
    void aFrameTooLargeForTheMemoryIsRejectedAndTheNextOneIsScored() throws Exception {
        String java = ProcessHandle.current().info().command().orElseThrow();
        ProcessBuilder builder = new ProcessBuilder(java, "-Xmx128m", SmallMemory.class.getName());
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();

        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isZero();
        assertThat(output.lines().filter(line -> line.startsWith("outcome ")))
                .containsExactly("outcome scoring-failed", "outcome scored");
    }

    /** Scores a frame of 64 megapixels, and then a small one, with less memory than the first takes. */
    static final class SmallMemory {

        private SmallMemory() {}

        /** Prints both outcomes. */
        public static void main(String[] arguments) {
            try (Scoring scoring = Scoring.open(settings());
                    Scorer scorer = scoring.newScorer()) {
                for (byte[] file : List.of(HostileFiles.progressiveJpeg(8000, 8000, 1), Pictures.jpeg(64, 48))) {
                    String outcome = scorer.score(frame("1", file))
                            .fold(
                                    scored -> "scored",
                                    rejected -> rejected.rejection().reason().wireName(),
                                    superseded -> "superseded");
                    System.out.println("outcome " + outcome);
                }
            }
        }
    }

    private static ScoringSettings settings() {
        return new ScoringSettings(
                ModelSource.builtIn(),
                Optional.empty(),
                Variant.PER_PIXEL,
                ExecutionProvider.CPU,
                1,
                ScoringSettings.DEFAULT_MAX_PIXELS,
                Duration.ofSeconds(20),
                ScoreEncoding.F16,
                1,
                0);
    }

    private Scorer guarded(Scoring scoring, UnaryOperator<Frame> before) {
        return new GuardedScorer(
                () -> {
                    Scorer inner = scoring.newScorer();
                    return new Scorer() {
                        @Override
                        public Outcome score(Frame frame) {
                            return inner.score(before.apply(frame));
                        }

                        @Override
                        public void close() {
                            closed.add("scorer");
                            inner.close();
                        }
                    };
                },
                GuardedScorer.canary(new FrameSize(8, 8), scoring.model().inputChannels()));
    }

    private static RuntimeException failed(Class<? extends Throwable> failure) {
        if (failure == OutOfMemoryError.class) {
            throw new OutOfMemoryError("this frame\ntakes all");
        }
        if (failure == StackOverflowError.class) {
            throw new StackOverflowError();
        }
        return new IllegalStateException("this frame\nis poison");
    }

    private static Frame frame(String id, byte[] bytes) {
        return frame(id, Payload.of(bytes));
    }

    private static Frame frame(String id, Payload payload) {
        Instant now = Instant.now();
        return new Frame("gate", id, null, now, now, null, payload, null, new Source("frames", 0, 0));
    }
}
