package io.saccade.load.novelty;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.ConfigUtils;
import io.saccade.config.SaccadeConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real camera footage through the trainer; {@code -Dfootage.dir} names its folder, {@code ffmpeg} decodes it. */
@Tag("footage")
class NoveltyFootageTest {

    private static final Path LABELS = Path.of("load-tests", "car-detection-labels.csv");

    @TempDir
    Path folder;

    @Test
    void passingCarsStandOutOfTheEmptyRoad() throws Exception {
        Path footage = Path.of(
                Objects.requireNonNull(System.getProperty("footage.dir"), "-Dfootage.dir"), "car-detection.mp4");
        Path frames = Files.createDirectory(folder.resolve("frames"));
        Process ffmpeg = new ProcessBuilder(
                        "ffmpeg",
                        "-v",
                        "error",
                        "-i",
                        footage.toString(),
                        "-q:v",
                        "2",
                        frames.resolve("%05d.jpg").toString())
                .inheritIO()
                .start();
        assertThat(ffmpeg.waitFor()).isZero();
        SaccadeConfig defaults = ConfigUtils.configBuilder()
                .withMapping(SaccadeConfig.class)
                .build()
                .getConfigMapping(SaccadeConfig.class);
        FrameLabels labels = FrameLabels.read(LABELS);

        Recording recording = Playback.play(
                frames, defaults, rejection -> assertThat(rejection).isNull(), read -> {});

        double baseline = recording.auroc(labels, Recording.Judged::meanFrameDistance);
        assertThat(recording.frames()).hasSize(377);
        assertThat(recording.auroc(labels, Recording.Judged::novelty))
                .isGreaterThanOrEqualTo(0.95)
                .isGreaterThan(baseline);
    }
}
