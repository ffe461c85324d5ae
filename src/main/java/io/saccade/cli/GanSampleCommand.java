package io.saccade.cli;

import io.saccade.gan.CheckpointExport;
import io.saccade.gan.SampleGrid;
import io.saccade.gan.Samples;
import io.saccade.onnx.ExecutionProvider;
import io.saccade.onnx.OnnxRuntime;
import io.saccade.tensor.MalformedTensorsException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes generated samples. */
@Command(
        name = "sample",
        description = "Makes samples with the generator of a checkpoint: a picture of them, or their numbers.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  saccade gan sample photos.gan --output samples.png",
            "  saccade gan sample ring.gan --output samples.safetensors --count 2500",
            "",
            "Exit code: 0 done, 1 failed, 2 wrong usage."
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
final class GanSampleCommand extends GanSubcommand {

    private static final int MOST = 100_000;
    private static final int MOST_IN_PICTURE = 1024;

    @Parameters(paramLabel = "CHECKPOINT", description = "Checkpoint file, of 'gan train' or of the service.")
    private Path file;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            description = "FILE.png: a picture; FILE.safetensors: tensor samples [count, k], of frames"
                    + " [count, height, width, channels].")
    private Path output;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "16",
            description = "How many. Default: ${DEFAULT-VALUE}.")
    private int count;

    @Override
    void run(PrintWriter out, Terminal terminal) throws UsageException, IOException, MalformedTensorsException {
        String name = output.toString().toLowerCase(Locale.ROOT);
        boolean picture = name.endsWith(".png");
        if (!picture && !name.endsWith(".safetensors")) {
            throw new UsageException("--output is " + output + ", expected FILE.png or FILE.safetensors");
        }
        int most = picture ? MOST_IN_PICTURE : MOST;
        if (count < 1 || count > most) {
            throw new UsageException("--count is 1 to " + most + ", got " + count);
        }
        OutputFile.requireWritable(output);
        CheckpointExport export = CheckpointFile.read(file);
        float[][] samples;
        try (Samples generator = new Samples(export.game(), OnnxRuntime.on(ExecutionProvider.CPU))) {
            samples = generator.of(export.checkpoint(), count);
        }
        OutputFile.write(
                output,
                picture
                        ? SampleGrid.png(samples, export.game().sample())
                        : export.samples(samples).toBytes());
        out.printf(
                "gan sample: wrote %s, %d samples of %s after %d steps%n",
                output,
                count,
                export.game().sample(),
                export.checkpoint().progress().steps());
    }
}
