package io.saccade.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.saccade.Models;
import io.saccade.Pictures;
import io.saccade.attention.AttentionParameters;
import io.saccade.attention.ScoreOperator;
import io.saccade.attention.ScoringModel;
import io.saccade.attention.Variant;
import io.saccade.encode.ScoreEncoding;
import io.saccade.frame.Digests;
import io.saccade.frame.Frame;
import io.saccade.frame.Image;
import io.saccade.frame.Payload;
import io.saccade.frame.SampleType;
import io.saccade.frame.Source;
import io.saccade.onnx.ElementType;
import io.saccade.onnx.ExecutionProvider;
import io.saccade.onnx.ModelRefusedException;
import io.saccade.scoring.Outcome.Rejected;
import io.saccade.scoring.Outcome.Scored;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that take over from each other while frames are scored. */
class ModelSwitchTest {

    private static final byte[] JPEG = Pictures.jpeg(64, 48);

    @TempDir
    Path folder;

    @Test
    void everyBatchUnderLoadIsOfOneModelAndTheyFollowEachOther() throws Exception {
        List<byte[]> files = IntStream.rangeClosed(1, 6)
                .mapToObj(ModelSwitchTest::parameters)
                .toList();
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService scorers = Executors.newFixedThreadPool(3);
        List<String> inForce = new ArrayList<>();
        try (ModelSwitch models = new ModelSwitch(Scoring.open(settings(Optional.empty(), Optional.empty())))) {
            inForce.add(models.current().identity().digest());
            Callable<List<String>> scorer = () -> batches(models, over);
            List<Future<List<String>>> seen =
                    List.of(scorers.submit(scorer), scorers.submit(scorer), scorers.submit(scorer));
            for (byte[] file : files) {
                models.swap(file, "test");
                inForce.add(models.current().identity().digest());
            }
            over.set(true);
            for (Future<List<String>> digests : seen) {
                assertThat(inForce).containsSubsequence(digests.get());
                assertThat(digests.get()).endsWith(inForce.get(files.size()));
            }
        } finally {
            scorers.shutdownNow();
        }
        assertThat(inForce).doesNotHaveDuplicates();
    }

    /** Scores batch after batch, the last one when all swaps are over; the digests in the order in which they came. */
    private static List<String> batches(ModelSwitch models, AtomicBoolean over) {
        Set<String> digests = new LinkedHashSet<>();
        String last = "";
        boolean lastOne;
        do {
            lastOne = over.get();
            Set<String> batch = new LinkedHashSet<>();
            try (ModelSwitch.Lease lease = models.lease()) {
                List<Future<Outcome>> outcomes = IntStream.range(0, 8)
                        .mapToObj(i -> lease.submit(frame(JPEG)))
                        .toList();
                outcomes.forEach(outcome -> batch.add(
                        ((Scored) Lanes.await(outcome)).summary().model().digest()));
                assertThat(batch).containsExactly(lease.identity().digest());
            }
            String digest = batch.iterator().next();
            assertThat(digest.equals(last) || digests.add(digest))
                    .as("no way back")
                    .isTrue();
            last = digest;
        } while (!lastOne);
        return List.copyOf(digests);
    }

    @Test
    void theOldModelScoresUntilItsLastLeaseIsClosedAndIsClosedThen() throws Exception {
        byte[] before = Models.interleaved(ElementType.UINT8, 1);
        byte[] after = Models.planar(ElementType.FLOAT);
        try (ModelSwitch models = new ModelSwitch(Scoring.open(onnx(before)))) {
            ScoringModel old = models.current().model();
            ModelSwitch.Lease first = models.lease();
            ModelSwitch.Lease second = models.lease();
            models.swap(after, "test");

            assertThat(models.current().identity().digest()).isEqualTo(Digests.sha256(after));
            assertThat(digestOf(first)).isEqualTo(Digests.sha256(before));
            first.close();
            first.close();
            assertThat(digestOf(second)).isEqualTo(Digests.sha256(before));
            assertThatCode(() -> use(old)).doesNotThrowAnyException();

            second.close();
            assertThatThrownBy(() -> second.submit(frame(JPEG))).isInstanceOf(RejectedExecutionException.class);
            assertThatThrownBy(() -> use(old)).isInstanceOf(IllegalStateException.class);
            try (ModelSwitch.Lease third = models.lease()) {
                assertThat(digestOf(third)).isEqualTo(Digests.sha256(after));
            }
        }
    }

    @Test
    void aModelThatIsRefusedChangesNothingAndIsReported() throws Exception {
        List<String> heard = new ArrayList<>();
        try (ModelSwitch models = new ModelSwitch(Scoring.open(settings(Optional.empty(), Optional.empty())))) {
            models.listen(new ModelSwitch.Listener() {
                @Override
                public void onSwapped(Scoring next) {
                    heard.add(next.identity().digest());
                }

                @Override
                public void onRefused() {
                    heard.add("refused");
                }
            });
            String before = models.current().identity().digest();

            refused(models, new byte[] {1, 2, 3}, "is not a parameter file");
            refused(
                    models,
                    new AttentionParameters(1, 1, new float[9], new float[9], Map.of()).toBytes(),
                    "has 1 -> 1 channels, expected 3 -> 1 as the model in force");
            float[] large = new float[9];
            large[0] = 1e6f;
            refused(models, new AttentionParameters(3, 1, new float[27], large, Map.of()).toBytes(), "65504");
            refused(models, Models.planar(ElementType.FLOAT), "is not a parameter file");

            assertThat(models.current().identity().digest()).isEqualTo(before);
            try (ModelSwitch.Lease lease = models.lease()) {
                assertThat(digestOf(lease)).isEqualTo(before);
            }
            models.swap(parameters(1), "test");
            assertThat(heard)
                    .containsExactly(
                            "refused",
                            "refused",
                            "refused",
                            "refused",
                            models.current().identity().digest());
        }
    }

    @Test
    void aModelOfOnesOwnIsWarmedBeforeItTakesOver() throws Exception {
        try (ModelSwitch models = new ModelSwitch(Scoring.open(onnx(Models.channels(3, 1))))) {
            refused(models, Models.channels(3, 2), "has 3 -> 2 channels, expected 3 -> 1");
            refused(models, Models.channels(1, 1), "has 1 -> 1 channels, expected 3 -> 1");
            refused(models, parameters(1), "is not an ONNX model");
            byte[] sixPixelsOnly = Models.interleaved(
                    ElementType.UINT8,
                    io.saccade.onnx.Dimension.named("H"),
                    io.saccade.onnx.Dimension.named("W"),
                    (g, map) -> g.reshape(map, 1, 2, 3));
            refused(
                    models,
                    sixPixelsOnly,
                    "can't score a test frame of 64x64 (saccade.model.frame-size): the model failed");
            models.swap(Models.interleaved(ElementType.UINT8, 1), "test");
        }
    }

    @Test
    void aModelOfOnesOwnWritesMapsThatSayWhoseTheyAre() throws Exception {
        byte[] model = Models.interleaved(ElementType.UINT8, 1);
        try (Scoring scoring = Scoring.open(onnx(model));
                Scorer scorer = scoring.newScorer()) {
            Scored scored = (Scored) scorer.score(frame(JPEG));

            assertThat(scored.summary().model().operator()).isEqualTo("onnx/1");
            assertThat(scored.summary().model().digest()).isEqualTo(Digests.sha256(model));
            assertThat(scored.summary().width()).isEqualTo(64);
            assertThat(scored.trace()).isNull();
            assertThat(scorer.score(frame(new byte[0]))).isInstanceOf(Rejected.class);
        }
    }

    @Test
    void aFileThatCanNotBeTheModelStopsTheStartInOneLine() throws Exception {
        ScoringSettings text = onnx("no model".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThatThrownBy(() -> Scoring.open(text))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith(
                        "saccade.model.onnx: " + folder.resolve("model.onnx") + " is not an ONNX model");

        Path file = Files.write(folder.resolve("large.onnx"), Models.planar(ElementType.FLOAT));
        ScoringSettings small = settings(new ModelSource(ModelSource.Kind.ONNX, Optional.of(file), 100));
        assertThatThrownBy(() -> Scoring.open(small))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("bytes, expected at most 100 (saccade.model.max-bytes)");
    }

    private static void refused(ModelSwitch models, byte[] file, String why) {
        assertThatThrownBy(() -> models.swap(file, "test"))
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining(why);
    }

    private static void use(ScoringModel model) throws Exception {
        try (ScoreOperator operator = model.newOperator()) {
            operator.attend(Image.allocate(8, 8, 3, SampleType.U8));
        }
    }

    private static String digestOf(ModelSwitch.Lease lease) {
        return ((Scored) Lanes.await(lease.submit(frame(JPEG))))
                .summary()
                .model()
                .digest();
    }

    static byte[] parameters(int seed) {
        float[] keys = new float[27];
        float[] values = new float[9];
        keys[seed] = 50;
        values[seed] = 1;
        return new AttentionParameters(3, 1, keys, values, Map.of()).toBytes();
    }

    private ScoringSettings onnx(byte[] model) throws IOException {
        return settings(Optional.empty(), Optional.of(Files.write(folder.resolve("model.onnx"), model)));
    }

    static ScoringSettings settings(Optional<Path> parameters, Optional<Path> onnx) {
        return settings(ModelSource.of(parameters, onnx, ModelSource.DEFAULT_MAX_BYTES));
    }

    private static ScoringSettings settings(ModelSource source) {
        return new ScoringSettings(
                source,
                Optional.empty(),
                Variant.PER_PIXEL,
                ExecutionProvider.CPU,
                2,
                1_000_000,
                Duration.ofSeconds(20),
                ScoreEncoding.F16,
                1,
                -1);
    }

    private static Frame frame(byte[] bytes) {
        Instant now = Instant.now();
        return new Frame("gate", "1", null, now, now, null, Payload.of(bytes), null, new Source("frames", 0, 0));
    }
}
