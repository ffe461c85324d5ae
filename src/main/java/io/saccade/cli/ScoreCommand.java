package io.saccade.cli;

import io.saccade.attention.Variant;
import io.saccade.encode.HeatMap;
import io.saccade.encode.ScoreEncoding;
import io.saccade.encode.ScoreMapDecoder;
import io.saccade.frame.Frame;
import io.saccade.frame.FrameSize;
import io.saccade.frame.Payload;
import io.saccade.frame.ScoreMap;
import io.saccade.frame.Source;
import io.saccade.onnx.ExecutionProvider;
import io.saccade.scoring.ModelSource;
import io.saccade.scoring.Outcome;
import io.saccade.scoring.Scorer;
import io.saccade.scoring.Scoring;
import io.saccade.scoring.ScoringSettings;
import io.saccade.tensor.MalformedTensorsException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Scores image files without Kafka. */
@Command(
        name = "score",
        description = "Scores image files and writes their score maps, without Kafka.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:every image was scored", "1:an image was rejected or a file failed", "2:wrong usage"})
final class ScoreCommand implements Callable<Integer> {

    private static final Set<String> IMAGES = Set.of("jpg", "jpeg", "png", "safetensors");

    /** What is written for each image. */
    enum Output {
        png,
        safetensors,
        both
    }

    @Parameters(arity = "1..*", paramLabel = "IMAGE", description = "Image files (JPEG, PNG, safetensors) or folders.")
    private List<Path> inputs = List.of();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "Folder for the results (default: ${DEFAULT-VALUE}).",
            defaultValue = "scores")
    private Path output = Path.of("scores");

    @Option(
            names = {"-f", "--format"},
            description = "What to write: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).",
            defaultValue = "both")
    private Output format = Output.both;

    @Option(
            names = {"-p", "--parameters"},
            paramLabel = "FILE",
            description = "Parameter file (default: the one that Saccade comes with).")
    private @Nullable Path parameters;

    @Option(
            names = {"-m", "--model"},
            paramLabel = "FILE",
            description = "ONNX model of your own in the operator's place.")
    private @Nullable Path model;

    @Option(
            names = "--frame-size",
            paramLabel = "WxH",
            description = "Scale keys that were calibrated at another size to frames of this size.")
    private @Nullable FrameSize frameSize;

    @Option(names = "--windowed", description = "Use the windowed operator.")
    private boolean windowed;

    @Option(
            names = "--encoding",
            description = "Numbers in the safetensors: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).",
            defaultValue = "F16")
    private ScoreEncoding encoding = ScoreEncoding.F16;

    @Option(names = "--pool", description = "Mean over square blocks of this side (default: ${DEFAULT-VALUE}).")
    private int pool = 1;

    @Option(names = "--channel", description = "Output channel of the heat map (default: ${DEFAULT-VALUE}).")
    private int channel;

    @Option(
            names = "--provider",
            description = "Execution provider: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).",
            defaultValue = "AUTO")
    private ExecutionProvider provider = ExecutionProvider.AUTO;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, MalformedTensorsException {
        List<Path> images = images();
        Files.createDirectories(output);
        ScoringSettings settings = new ScoringSettings(
                source(),
                Optional.ofNullable(frameSize),
                windowed ? Variant.WINDOWED : Variant.PER_PIXEL,
                provider,
                1,
                ScoringSettings.DEFAULT_MAX_PIXELS,
                Duration.ofSeconds(10),
                encoding,
                pool,
                -1);
        int failed = 0;
        PrintWriter out = spec.commandLine().getOut();
        try (Scoring scoring = Scoring.open(settings);
                Scorer scorer = scoring.newScorer()) {
            requireChannel(scoring);
            for (Path image : images) {
                failed += score(image, scorer, out) ? 0 : 1;
            }
        }
        out.println("score: scored=" + (images.size() - failed) + " rejected=" + failed);
        out.flush();
        return failed == 0 ? 0 : 1;
    }

    private boolean score(Path image, Scorer scorer, PrintWriter out) throws IOException, MalformedTensorsException {
        String name =
                Optional.ofNullable(image.getFileName()).map(Path::toString).orElse("image");
        Instant modified = Files.getLastModifiedTime(image).toInstant();
        Frame frame = new Frame(
                "file",
                name,
                null,
                modified,
                Instant.now(),
                null,
                Payload.of(Files.readAllBytes(image)),
                null,
                new Source("file", 0, 0));
        Outcome outcome = scorer.score(frame);
        String line = outcome.fold(
                scored -> write(name, scored),
                rejected -> "rejected: " + rejected.rejection().reason().wireName() + ": "
                        + rejected.rejection().detail(),
                superseded -> "superseded: " + superseded.freshness());
        out.println(image + ": " + line);
        out.flush();
        return outcome instanceof Outcome.Scored;
    }

    private String write(String name, Outcome.Scored scored) {
        String stem = name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : name;
        try {
            List<Path> written = new ArrayList<>();
            if (format != Output.png) {
                written.add(Files.write(output.resolve(stem + ".safetensors"), scored.scoreMap()));
            }
            if (format != Output.safetensors) {
                ScoreMap map = ScoreMapDecoder.decode(scored.scoreMap());
                byte[] png = HeatMap.png(map.planes().get(channel), map.width(), map.height(), Integer.MAX_VALUE);
                written.add(Files.write(output.resolve(stem + ".png"), png));
            }
            return written
                    + String.format(
                            Locale.ROOT,
                            " %.1f ms",
                            scored.summary().times().total()
                                    - scored.summary().times().queued());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (MalformedTensorsException ours) {
            throw new IllegalStateException(ours);
        }
    }

    private ModelSource source() {
        if (parameters != null && model != null) {
            throw new picocli.CommandLine.ParameterException(
                    spec.commandLine(), "--parameters and --model are given, expected one or the other");
        }
        return ModelSource.of(
                Optional.ofNullable(parameters), Optional.ofNullable(model), ModelSource.DEFAULT_MAX_BYTES);
    }

    private void requireChannel(Scoring scoring) {
        int channels = scoring.model().outputChannels();
        if (channel < 0 || channel >= channels) {
            throw new picocli.CommandLine.ParameterException(
                    spec.commandLine(), "--channel is " + channel + ", expected 0 to " + (channels - 1));
        }
    }

    private List<Path> images() throws IOException {
        List<Path> images = new ArrayList<>();
        for (Path input : inputs) {
            if (Files.isDirectory(input)) {
                try (Stream<Path> files = Files.list(input)) {
                    images.addAll(files.filter(ScoreCommand::isImage).sorted().toList());
                }
            } else if (Files.isRegularFile(input)) {
                images.add(input);
            } else {
                throw new picocli.CommandLine.ParameterException(spec.commandLine(), "no file or folder " + input);
            }
        }
        if (images.isEmpty()) {
            throw new picocli.CommandLine.ParameterException(
                    spec.commandLine(), "no images in " + inputs + ", expected files ending in " + IMAGES);
        }
        return images;
    }

    private static boolean isImage(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return Files.isRegularFile(file) && IMAGES.contains(name.substring(name.lastIndexOf('.') + 1));
    }
}
