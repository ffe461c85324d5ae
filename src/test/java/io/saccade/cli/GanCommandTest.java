package io.saccade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.saccade.Pictures;
import io.saccade.camera.JpegEncoder;
import io.saccade.camera.scene.SyntheticScene;
import io.saccade.gan.Checkpoint;
import io.saccade.tensor.Safetensors;
import io.saccade.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GanCommandTest {

    private static final String[] SMALL = {
        "--noise",
        "3",
        "--minibatch",
        "4",
        "--discriminator",
        "dense 8 leaky-relu, dense 1 sigmoid",
        "--generator",
        "dense 8 leaky-relu, dense k"
    };

    @TempDir
    Path folder;

    @Test
    void bothNetworksAreDescribedByTheServicesSettings() {
        CommandRun run = gan("describe");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out().lines().map(line -> line.strip().replaceAll(" +", " ")))
                .contains(
                        "input 769, of which one is always 1",
                        "dense 128 leaky-relu 128 98,432",
                        "dense 1 sigmoid 1 64",
                        "total 106,688",
                        "dense 768 768 98,304",
                        "trainable parameters: 215,296",
                        "objective: non-saturating; D maximises mean log D(X) + mean log(1 − D(G(Z))), G minimises −mean log D(G(Z))");
    }

    @Test
    void optionsGoBeforeTheServicesSettings() {
        CommandRun run = gan(
                "describe",
                "--sample",
                "8x8x1",
                "--no-constant-one",
                "--packing",
                "2",
                "--objective",
                "wasserstein",
                "--clip",
                "0.05",
                "--discriminator",
                "conv 4 3x3 relu, dense 1",
                "--optimiser",
                "sgd 0.1",
                "--average",
                "0.9");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out())
                .contains(
                        "input                               8x8x2\n",
                        "6x6x4",
                        "2 at a time",
                        "its weights within ±0.05",
                        "D learns by sgd 0.1: θ ← θ − α ∇",
                        "beta 0.9");
    }

    /** CS230 midterm, spring 2021, question 3. */
    @ParameterizedTest
    @CsvSource({
        "conv 64 3x3 bias, 126x126x64, '1,792'",
        "conv 16 5x5 padding 2 bias, 128x128x16, '1,216'",
        "conv 32 2x2 stride 2 bias, 64x64x32, 416",
    })
    void oneNetworkCanBeDescribedAlone(String layers, String volume, String parameters) {
        CommandRun run = gan("describe", "--input", "128x128x3", layers);

        assertThat(run.exit()).isZero();
        assertThat(run.out().lines().toList())
                .element(2)
                .asString()
                .endsWith(parameters)
                .contains(volume);
    }

    @Test
    void vectorsAreLearntFromAndTheirSizeIsReadFromTheFile() throws Exception {
        Path vectors = vectors("ring.safetensors", 40);
        Path checkpoint = folder.resolve("ring.gan");

        CommandRun run = train(vectors, checkpoint, "--epochs", "3");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.err()).contains("40 samples of 2", "step 30");
        assertThat(run.out())
                .contains("30 steps", "mean D(G(Z))", read(checkpoint).digest(), "wrote " + checkpoint);
        assertThat(read(checkpoint).progress().samples()).isEqualTo(120);
        assertThat(read(checkpoint).cameras()).containsOnlyKeys("ring");
        assertThat(read(checkpoint).settings()).containsEntry("sample", "2");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactlyInAnyOrder(vectors, checkpoint);
        }
    }

    @Test
    void goingOnFromACheckpointIsAsIfThereHadBeenNoEnd() throws Exception {
        Path vectors = vectors("ring.json", 30);
        Path whole = folder.resolve("whole.gan");
        Path parts = folder.resolve("parts.gan");

        train(vectors, whole, "--steps", "25", "--average", "0.9");
        train(vectors, parts, "--steps", "11", "--average", "0.9");
        CommandRun rest = gan(
                "train",
                vectors.toString(),
                "--resume",
                parts.toString(),
                "--steps",
                "14",
                "--output",
                parts.toString());

        assertThat(rest.exit()).as(rest.err()).isZero();
        assertThat(rest.out()).contains("14 steps (25 in all)");
        assertThat(Files.readAllBytes(parts)).isEqualTo(Files.readAllBytes(whole));
    }

    @Test
    void picturesAreLearntFromAndSamplesAreDrawn() throws Exception {
        Path pictures = pictures(6);
        Path checkpoint = folder.resolve("street.gan");
        Path grid = folder.resolve("grid.png");

        CommandRun trained = train(pictures, checkpoint, "--sample", "4x6x3", "--epochs", "4");
        CommandRun drawn = gan("sample", checkpoint.toString(), "--output", grid.toString(), "--count", "5");

        assertThat(trained.exit()).as(trained.err()).isZero();
        assertThat(read(checkpoint).cameras()).containsOnlyKeys("pictures");
        assertThat(drawn.exit()).as(drawn.err()).isZero();
        assertThat(drawn.out()).contains("5 samples of 4x6x3 after 6 steps");
        assertThat(ImageIO.read(grid.toFile()).getWidth()).isEqualTo(3 * 6 * 10);
    }

    @Test
    void samplesAreWrittenAsNumbersToo() throws Exception {
        Path checkpoint = trainedRing();
        Path file = folder.resolve("samples.safetensors");

        CommandRun run = gan("sample", checkpoint.toString(), "-o", file.toString(), "--count", "100");

        assertThat(run.exit()).as(run.err()).isZero();
        Safetensors samples = Safetensors.read(Files.readAllBytes(file));
        assertThat(samples.get("samples").shape()).containsExactly(100, 2);
        assertThat(samples.metadata())
                .containsEntry("digest", read(checkpoint).digest())
                .containsEntry("sample", "2")
                .containsEntry("step", "5");
    }

    @Test
    void theNetworksAreExported() throws Exception {
        Path networks = folder.resolve("made/networks");

        CommandRun run = gan("export", trainedRing().toString(), "--output", networks.toString());

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).contains("noise [N, 3] -> samples [N, 2]", "judgements [N, 1]");
        try (Stream<Path> files = Files.list(networks)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("generator.onnx", "discriminator.onnx", "weights.safetensors");
        }
        assertThat(Safetensors.read(Files.readAllBytes(networks.resolve("weights.safetensors")))
                        .tensors())
                .extracting(Tensor::name)
                .containsExactly("d.weight.0", "d.weight.1", "g.weight.0", "g.weight.1", "centre");
    }

    @Test
    void stepsThatGiveNoFiniteNumbersAreToldAndNothingIsWritten() throws Exception {
        Path checkpoint = folder.resolve("x.gan");

        CommandRun run = train(vectors("ring.json", 30), checkpoint, "--steps", "5", "--optimiser", "sgd 1e38");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err().lines())
                .filteredOn(line -> line.contains("no finite numbers and changed nothing"))
                .hasSize(2)
                .first()
                .asString()
                .startsWith("gan train: step 0 gave");
        assertThat(run.err()).endsWith("no step gave finite numbers, nothing is written\n");
        assertThat(checkpoint).doesNotExist();
    }

    @Test
    void wrongUseIsExitCodeTwoAndOneLine() throws Exception {
        String vectors = vectors("ring.json", 8).toString();
        String pictures = pictures(1).toString();
        String output = folder.resolve("x").toString();
        String ring = trainedRing().toString();

        assertUsage("expected one or the other", "train", vectors, "-o", output, "--steps", "1", "--epochs", "1");
        assertUsage("less than 1", "train", vectors, "-o", output, "--steps", "0");
        assertUsage(
                "does not exist", "train", vectors, "-o", folder.resolve("no/x").toString());
        assertUsage("is a folder, expected a file", "train", vectors, "-o", folder.toString());
        assertUsage("there is no file no.json", "train", "no.json", "-o", output);
        assertUsage("there is no file or folder nowhere", "train", "nowhere", "-o", output);
        assertUsage("expected files or folders", "train", "-", "-o", output);
        assertUsage("or from frames, not both", "train", vectors, pictures, "-o", output);
        assertUsage("frames are averaged to a grid, got --sample 5", "train", pictures, "-o", output, "--sample", "5");
        assertUsage("noise is 0, expected at least 1", "train", vectors, "-o", output, "--noise", "0");
        assertUsage("'mean' is not an objective", "train", vectors, "-o", output, "--objective", "mean");
        assertUsage("there is no file no.gan", "train", vectors, "-o", output, "--resume", "no.gan");
        assertUsage(
                "--seed does not go with --resume", "train", vectors, "-o", output, "--resume", ring, "--seed", "2");
        assertUsage(
                "of another game: its tensor",
                "train",
                vectors,
                "-o",
                output,
                "--resume",
                ring,
                "--generator",
                "dense 9 relu, dense k");
        assertUsage("expected FILE.png or FILE.safetensors", "sample", ring, "-o", output);
        assertUsage("--count is 1 to 1024, got 0", "sample", ring, "-o", output + ".png", "--count", "0");
        assertUsage("a file, expected a folder", "export", ring, "-o", vectors);
        assertUsage("and no other option", "describe", "--input", "8x8x1");
        assertUsage("'danse' is not a layer", "describe", "--input", "8x8x1", "danse 3");
        assertThat(CommandRun.of("gan").exit()).isEqualTo(2);
    }

    @Test
    void whatCantBeReadFailsWithItsName() throws Exception {
        String output = folder.resolve("x.png").toString();
        Path text = Files.writeString(folder.resolve("text.gan"), "not a checkpoint at all");
        Path broken = Files.createDirectory(folder.resolve("broken"));
        Files.write(broken.resolve("cut.jpg"), Arrays.copyOf(Pictures.jpeg(64, 48), 300));
        Path uneven = Files.writeString(folder.resolve("uneven.json"), "[[1, 2], [3]]");

        assertFails("text.gan is not a checkpoint: header length", "sample", text.toString(), "-o", output);
        assertFails("cut.jpg can't be learnt from: ", "train", broken.toString(), "-o", output);
        assertFails("uneven.json can't be learnt from: ", "train", uneven.toString(), "-o", output);
        assertThat(Path.of(output)).doesNotExist();
    }

    @Test
    void everyCommandExplainsItself() {
        for (String command : List.of("describe", "train", "sample", "export")) {
            CommandRun run = gan(command, "--help");
            assertThat(run.exit()).isZero();
            assertThat(run.out()).contains("Usage: saccade gan " + command, "Examples:", "Exit code: 0 done");
        }
    }

    private static CommandRun gan(String... arguments) {
        return CommandRun.of("gan", arguments);
    }

    private static CommandRun train(Path source, Path checkpoint, String... more) {
        List<String> arguments = new ArrayList<>(List.of("train", source.toString(), "-o", checkpoint.toString()));
        arguments.addAll(List.of(SMALL));
        arguments.addAll(List.of(more));
        return gan(arguments.toArray(String[]::new));
    }

    private static void assertUsage(String message, String... arguments) {
        assertOneLine(2, message, arguments);
    }

    private static void assertFails(String message, String... arguments) {
        assertOneLine(1, message, arguments);
    }

    private static void assertOneLine(int exit, String message, String... arguments) {
        CommandRun run = gan(arguments);
        assertThat(run.exit()).as(run.err()).isEqualTo(exit);
        assertThat(run.err().lines())
                .last()
                .asString()
                .startsWith("gan " + arguments[0] + ": ")
                .contains(message);
        assertThat(run.out()).isEmpty();
    }

    private Path trainedRing() throws IOException {
        Path checkpoint = folder.resolve("trained.gan");
        CommandRun run = train(vectors("points.safetensors", 12), checkpoint, "--steps", "5");
        assertThat(run.exit()).as(run.err()).isZero();
        return checkpoint;
    }

    private static Checkpoint read(Path file) throws Exception {
        return Checkpoint.of(Safetensors.read(Files.readAllBytes(file)));
    }

    /** Points on a circle. */
    private Path vectors(String name, int count) throws IOException {
        Random random = new Random(1);
        float[] numbers = new float[2 * count];
        for (int i = 0; i < count; i++) {
            double angle = random.nextInt(8) * Math.PI / 4;
            numbers[2 * i] = (float) (2 * Math.cos(angle) + 0.02 * random.nextGaussian());
            numbers[2 * i + 1] = (float) (2 * Math.sin(angle) + 0.02 * random.nextGaussian());
        }
        Path file = folder.resolve(name);
        if (name.endsWith(".safetensors")) {
            Tensor tensor = Tensor.ofFloats("vectors", List.of(count, 2), numbers);
            return Files.write(file, new Safetensors(Map.of(), List.of(tensor)).toBytes());
        }
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add("[" + numbers[2 * i] + ", " + numbers[2 * i + 1] + "]");
        }
        return Files.writeString(file, rows.toString());
    }

    private Path pictures(int count) throws IOException {
        Path pictures = Files.createDirectory(folder.resolve("pictures"));
        SyntheticScene scene = new SyntheticScene(3, 1, 64, 48);
        for (int i = 0; i < count; i++) {
            Files.write(pictures.resolve("f" + i + ".jpg"), new JpegEncoder(85).encode(scene.render(100 * i)));
        }
        return pictures;
    }
}
