package io.saccade.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.saccade.attention.AttentionParameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model file that changes while the service runs. */
class ModelWatchTest {

    private static final byte[] FIRST = ModelSwitchTest.parameters(1);
    private static final byte[] SECOND = ModelSwitchTest.parameters(2);
    private static final byte[] THIRD = ModelSwitchTest.parameters(3);

    private final List<String> heard = new ArrayList<>();

    @TempDir
    Path folder;

    private Path file;
    private ModelSwitch models;
    private ModelWatch watch;

    @BeforeEach
    void open() throws Exception {
        file = Files.write(folder.resolve("model.safetensors"), FIRST);
        watch(file);
    }

    private void watch(Path path) {
        models = new ModelSwitch(Scoring.open(ModelSwitchTest.settings(Optional.of(path), Optional.empty())));
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
        watch = new ModelWatch(models, path);
        watch.look();
    }

    @AfterEach
    void close() {
        watch.close();
        models.close();
    }

    @Test
    void whatHasNotChangedIsNotTakenUpAgain() throws Exception {
        Files.write(file, FIRST);
        watch.look();

        assertThat(heard).isEmpty();
    }

    @Test
    void aNewFileTakesOverOnce() throws Exception {
        Files.write(file, SECOND);
        watch.look();
        watch.look();

        assertThat(heard).containsExactly(digest(SECOND));
    }

    @Test
    void aHalfWrittenFileIsTriedOnceAndTheWholeOneTakesOver() throws Exception {
        Files.write(file, Arrays.copyOf(SECOND, SECOND.length / 2));
        watch.look();
        watch.look();
        assertThat(heard).containsExactly("refused");
        assertThat(models.current().identity().digest()).isEqualTo(digest(FIRST));

        Files.write(file, SECOND);
        watch.look();
        assertThat(heard).containsExactly("refused", digest(SECOND));
    }

    @Test
    void aFileThatIsAwayForAWhileChangesNothing() throws Exception {
        Files.delete(file);
        watch.look();
        watch.look();
        assertThat(heard).isEmpty();

        Files.write(file, THIRD);
        watch.look();
        assertThat(heard).containsExactly(digest(THIRD));
    }

    @Test
    void aSymbolicLinkAboveTheFileThatIsSwappedAsKubernetesDoesIsSeen() throws Exception {
        close();
        Path old = Files.write(Files.createDirectory(folder.resolve("..1")).resolve("model"), FIRST);
        Path next = Files.write(Files.createDirectory(folder.resolve("..2")).resolve("model"), SECOND);
        Files.setLastModifiedTime(next, Files.getLastModifiedTime(old));
        Path data = Files.createSymbolicLink(folder.resolve("..data"), Path.of("..1"));
        watch(Files.createSymbolicLink(folder.resolve("model"), Path.of("..data", "model")));

        Path link = Files.createSymbolicLink(folder.resolve("..data_tmp"), Path.of("..2"));
        Files.move(link, data, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        watch.look();

        assertThat(heard).containsExactly(digest(SECOND));
    }

    @Test
    void aModelPutInForceByHandHoldsUntilTheFileChanges() throws Exception {
        models.swap(SECOND, "test");
        watch.look();
        assertThat(models.current().identity().digest()).isEqualTo(digest(SECOND));

        Files.write(file, THIRD);
        watch.look();
        assertThat(models.current().identity().digest()).isEqualTo(digest(THIRD));
    }

    @Test
    void itLooksByItself() throws IOException {
        watch.start(Duration.ofMillis(10));
        Files.write(file, SECOND);

        await().untilAsserted(
                        () -> assertThat(models.current().identity().digest()).isEqualTo(digest(SECOND)));
    }

    private static String digest(byte[] parameters) {
        try {
            return AttentionParameters.parse(parameters).digest();
        } catch (io.saccade.tensor.MalformedTensorsException e) {
            throw new AssertionError(e);
        }
    }
}
