package io.saccade.cli;

import io.saccade.cli.ServiceSettings.Options;
import io.saccade.config.SaccadeConfig;
import io.saccade.gan.Checkpoint;
import io.saccade.gan.CheckpointExport;
import io.saccade.gan.GameText;
import io.saccade.gan.Trainer;
import io.saccade.gan.TrainerSettings;
import io.saccade.gan.step.Game;
import io.saccade.onnx.ExecutionProvider;
import io.saccade.onnx.OnnxRuntime;
import io.saccade.tensor.MalformedTensorsException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Trains on files. */
@Command(
        name = "train",
        description = {
            "Trains the networks on pictures or vectors in files and writes a checkpoint.",
            "The first epoch takes the samples in order, and learns what is usual for each source too; later ones are"
                    + " shuffled.",
            "Settings that no option gives are those that the service would start with here.",
            "Ctrl-C ends training after the step at hand, and what was learnt is written."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  saccade gan train photos/ --epochs 20 --output photos.gan",
            "  saccade gan train photos/ --epochs 20 --resume photos.gan --output photos.gan",
            "  saccade gan train customers.safetensors --steps 5000 --optimiser 'sgd 0.1'",
            "      --generator 'dense 64 relu, dense k' --output customers.gan",
            "",
            "Exit code: 0 done, 1 failed, 2 wrong usage."
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
final class GanTrainCommand extends GanSubcommand {

    private static final long DEFAULT_STEPS = 1000;

    @Parameters(
            arity = "1..*",
            paramLabel = "SOURCE",
            description =
                    "Folders of .jpg and .png files, such files, .mjpeg files; or vectors: .safetensors files with a"
                            + " tensor vectors [n, k], .json files with an array of arrays.")
    private List<String> sources = List.of();

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            description = "The checkpoint file to write, safetensors.")
    private Path output;

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "Train N minibatches, each a step. Default: 1000, unless --epochs is given.")
    private @Nullable Long steps;

    @Option(names = "--epochs", paramLabel = "N", description = "Take every sample N times.")
    private @Nullable Long epochs;

    @Option(
            names = "--resume",
            paramLabel = "FILE",
            description = "Go on from a checkpoint, with its settings where no option is given.")
    private @Nullable Path resume;

    @Option(names = "--provider", description = "Execution provider: ${COMPLETION-CANDIDATES}.")
    private @Nullable ExecutionProvider provider;

    @Mixin
    private final GanOptions gan = new GanOptions();

    @Override
    void run(PrintWriter out, Terminal terminal)
            throws UsageException, IOException, InterruptedException, MalformedTensorsException {
        requireSense();
        TrainingSamples.Sources files = TrainingSamples.Sources.of(sources);
        CheckpointExport before = resume == null ? null : CheckpointFile.read(resume);
        SaccadeConfig config = ServiceSettings.with(options(before, files)).saccade();
        TrainerSettings settings = config.gan().trainer();
        Game game = settings.game();
        TrainingSamples samples = files.read(game.sample(), config.decode().maxPixels(), terminal);
        OnnxRuntime runtime = OnnxRuntime.on(config.executionProvider());
        try (Trainer trainer = new Trainer(settings, runtime)) {
            long from = before == null ? 0 : restore(trainer, before.checkpoint(), samples);
            long seed = before == null ? settings.seed() : before.checkpoint().seed();
            terminal.note(String.format(
                    Locale.ROOT,
                    "gan train: %d samples of %s; D has %,d trainable parameters, G %,d; %s",
                    samples.all().size(),
                    game.sample(),
                    game.discriminatorNetwork().parameterCount(),
                    game.generatorNetwork().parameterCount(),
                    runtime.provider().settingName()));
            TrainingRun run = new TrainingRun(trainer, samples, seed, from, terminal);
            run.untilDone(limit(samples), trained -> {
                Checkpoint checkpoint = trainer.checkpoint().at(Map.of(samples.position(), trained.position()));
                OutputFile.write(output, checkpoint.toFile().toBytes());
                report(out, trained, checkpoint);
            });
        }
    }

    private void requireSense() throws UsageException {
        if (steps != null && epochs != null) {
            throw new UsageException("--steps and --epochs are given, expected one or the other");
        }
        if ((steps != null && steps < 1) || (epochs != null && epochs < 1)) {
            throw new UsageException("--steps or --epochs is less than 1");
        }
        if (resume != null && gan.hasSeed()) {
            throw new UsageException("--seed does not go with --resume: a checkpoint has its own");
        }
        OutputFile.requireWritable(output);
    }

    private Options options(@Nullable CheckpointExport before, TrainingSamples.Sources files) throws IOException {
        Options options = new Options();
        if (before != null) {
            Map<String, String> settings = GameText.of(before.game());
            if (gan.hasMinibatch()) {
                settings.remove("generated");
            }
            settings.forEach((key, value) -> options.set("saccade.gan." + key, value));
        } else if (files.vectors() && !gan.hasSample()) {
            options.set("saccade.gan.sample", files.vectorSize());
        }
        return gan.over(options).set("saccade.execution-provider", provider);
    }

    /** Where to read on in the samples: where the checkpoint says if it is of the same ones, else at their beginning. */
    private static long restore(Trainer trainer, Checkpoint checkpoint, TrainingSamples samples) throws UsageException {
        try {
            trainer.restore(checkpoint);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e);
        }
        return checkpoint.positions().getOrDefault(samples.position(), 0L);
    }

    private TrainingRun.Limit limit(TrainingSamples samples) {
        return epochs != null
                ? new TrainingRun.Limit(Math.multiplyExact(epochs, samples.all().size()), Long.MAX_VALUE)
                : new TrainingRun.Limit(Long.MAX_VALUE, steps != null ? steps : DEFAULT_STEPS);
    }

    private void report(PrintWriter out, TrainingRun run, Checkpoint checkpoint) {
        out.printf(Locale.ROOT, "gan train: %s%n", run.summary());
        out.printf("  %s%n", run.metrics());
        out.printf("  digest of the weights %s%n", checkpoint.digest());
        out.printf("  wrote %s%n", output);
        out.flush();
    }
}
