package io.saccade.cli;

import io.saccade.gan.CheckpointExport;
import io.saccade.gan.step.Game;
import io.saccade.tensor.MalformedTensorsException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes the networks of a checkpoint for other programs. */
@Command(
        name = "export",
        description = {
            "Writes both networks of a checkpoint for other programs, as ONNX and as their weights alone.",
            "generator.onnx: noise [N, d] to samples [N, k]. discriminator.onnx: samples [N, k] to judgements and"
                    + " features. weights.safetensors: d.*, g.* and centre [k], which samples are given less."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  saccade gan export photos.gan --output networks/",
            "",
            "Exit code: 0 done, 1 failed, 2 wrong usage."
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
final class GanExportCommand extends GanSubcommand {

    @Parameters(paramLabel = "CHECKPOINT", description = "Checkpoint file, of 'gan train' or of the service.")
    private Path file;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FOLDER",
            description = "Folder for the files; it is made if it is missing.")
    private Path folder;

    @Override
    void run(PrintWriter out, Terminal terminal) throws UsageException, IOException, MalformedTensorsException {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new UsageException("--output is " + folder + ", a file, expected a folder");
        }
        CheckpointExport export = CheckpointFile.read(file);
        Files.createDirectories(folder);
        OutputFile.write(folder.resolve("generator.onnx"), export.generator());
        OutputFile.write(folder.resolve("discriminator.onnx"), export.discriminator());
        OutputFile.write(folder.resolve("weights.safetensors"), export.weights().toBytes());
        Game game = export.game();
        out.printf("gan export: wrote %s%n", folder);
        out.printf(
                "  generator.onnx: noise [N, %d] -> samples [N, %d]%s%n",
                game.noise(), game.sample().size(), game.average() > 0 ? ", of the averaged weights" : "");
        out.printf(
                "  discriminator.onnx: samples [N, %d] -> judgements %s, features%n",
                game.sample().size(), game.packing() == 1 ? "[N, 1]" : "[N / " + game.packing() + ", 1]");
        out.printf(
                "  weights.safetensors: digest %s after %d steps%n",
                export.checkpoint().digest(), export.checkpoint().progress().steps());
    }
}
