package io.saccade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.saccade.attention.AttentionParameters;
import io.saccade.camera.JpegEncoder;
import io.saccade.camera.scene.SceneObject;
import io.saccade.camera.scene.SyntheticScene;
import io.saccade.frame.Image;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrateCommandTest {

    @TempDir
    Path folder;

    @Test
    void theDefaultParametersAreWhatTheCommandMakes() throws Exception {
        Path made = folder.resolve("made.safetensors");

        CommandRun run = CommandRun.of("calibrate", "--synthetic", "--output", made.toString());

        assertThat(run.exit()).isZero();
        assertThat(run.out())
                .contains(
                        "128 frames of 640 × 480 × 3",
                        "trainable parameters 36",
                        AttentionParameters.defaults().digest());
        assertThat(run.err()).contains("drawing streets 100 %", "fitting 100 %");
        assertThat(Files.readAllBytes(made))
                .isEqualTo(AttentionParameters.defaults().toBytes());
        assertThat(AttentionParameters.defaults().metadata())
                .containsEntry("procedure", "rarity-1")
                .containsEntry("frame_width", "640")
                .containsEntry("frame_height", "480")
                .containsEntry("seed", "1");
    }

    @Test
    void strikingObjectsScoreHigherThanTheStreetByTheDefaultParameters() {
        AttentionParameters parameters = AttentionParameters.defaults();
        double inside = 0;
        double outside = 0;
        int objects = 0;
        int frames = 0;
        for (int camera = 0; camera < 8; camera++) {
            // Another seed than the calibration's: streets that it has not seen.
            SyntheticScene scene = SyntheticScene.ofDefaultSize(77, camera);
            for (long frame = 0; frame < 600; frame += 150) {
                Scores scores = Scores.of(parameters, scene.render(frame));
                outside += scores.mean();
                frames++;
                for (SceneObject object : scene.objects(frame)) {
                    if (object.striking() && object.width() >= 40 && object.height() >= 40) {
                        inside += scores.mean(object);
                        objects++;
                    }
                }
            }
        }

        assertThat(objects).isGreaterThan(5);
        assertThat(inside / objects).isGreaterThan(outside / frames + 0.15);
    }

    @Test
    void pictureFilesCanBeLearntFrom() throws Exception {
        SyntheticScene scene = new SyntheticScene(3, 1, 160, 120);
        for (int i = 0; i < 12; i++) {
            Files.write(folder.resolve("f" + i + ".jpg"), new JpegEncoder(85).encode(scene.render(100 * i)));
        }
        Path made = folder.resolve("made.safetensors");

        CommandRun run = CommandRun.of(
                "calibrate",
                folder.toString(),
                "--frames",
                "5",
                "--channels",
                "2",
                "--input-channels",
                "1",
                "-o",
                made.toString());

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).contains("5 frames of 160 × 120 × 1", "output channels 2");
        AttentionParameters parameters = AttentionParameters.read(made);
        assertThat(parameters.inputChannels()).isEqualTo(1);
        assertThat(parameters.metadata()).containsEntry("frames", "5").containsEntry("samples", "pictures");
    }

    @Test
    void wrongUseIsExitCodeTwoAndOneLine() {
        String output = folder.resolve("x").toString();

        assertUsage("name sample frames, or give --synthetic", "-o", output);
        assertUsage("not both", "-o", output, "--synthetic", "somewhere");
        assertUsage("--channels is 1 to 64, got 0", "-o", output, "--synthetic", "--channels", "0");
        assertUsage("--input-channels is 1, 3 or 4, got 2", "-o", output, "--synthetic", "--input-channels", "2");
        assertUsage("does not exist", "-o", folder.resolve("no/x").toString(), "--synthetic");
        assertUsage("expected files or folders", "-o", output, "http://camera/");
        assertUsage("there is no file or folder no-such-folder", "-o", output, "no-such-folder");
    }

    @Test
    void aFileThatIsNoPictureFailsWithItsName() throws IOException {
        Files.writeString(folder.resolve("broken.jpg"), "not a picture");

        CommandRun run = CommandRun.of(
                "calibrate", folder.toString(), "-o", folder.resolve("x").toString());

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("calibrate: broken.jpg is not a picture");
    }

    private static void assertUsage(String message, String... arguments) {
        CommandRun run = CommandRun.of("calibrate", arguments);
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err().lines().toList()).singleElement().asString().contains(message);
    }

    /** Scores in float64, as the operator is defined. */
    private record Scores(double[] scores, int width) {

        static Scores of(AttentionParameters parameters, Image image) {
            double[] norms = new double[3];
            for (int i = 0; i < image.samples().limit(); i++) {
                norms[i % 3] += Math.pow(Byte.toUnsignedInt(image.samples().get(i)), 2);
            }
            double[] scores = new double[image.pixels()];
            for (int i = 0; i < scores.length; i++) {
                double sum = 0;
                for (int m = 0; m < AttentionParameters.POSITIONS; m++) {
                    double logit = 0;
                    for (int c = 0; c < 3; c++) {
                        logit += Byte.toUnsignedInt(image.samples().get(3 * i + c))
                                / Math.sqrt(norms[c])
                                * parameters.key(0, m, c);
                    }
                    sum += Math.exp(logit);
                    scores[i] += Math.exp(logit) * parameters.value(0, m);
                }
                scores[i] /= sum;
            }
            return new Scores(scores, image.width());
        }

        double mean() {
            return java.util.Arrays.stream(scores).average().orElseThrow();
        }

        double mean(SceneObject object) {
            double sum = 0;
            for (int y = object.y(); y < object.y() + object.height(); y++) {
                for (int x = object.x(); x < object.x() + object.width(); x++) {
                    sum += scores[y * width + x];
                }
            }
            return sum / object.width() / object.height();
        }
    }
}
