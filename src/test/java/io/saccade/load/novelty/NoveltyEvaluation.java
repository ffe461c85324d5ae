package io.saccade.load.novelty;

import io.quarkus.runtime.configuration.ConfigUtils;
import io.saccade.broker.Logs;
import io.saccade.config.SaccadeConfig;
import io.smallrye.config.PropertiesConfigSource;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Streams the frames of a recording through a trainer with the service's settings, and judges what it told by labels that the
 * trainer never sees.
 *
 * <p>The last line is {@code novelty: auroc=… mean-frame-distance=…}.
 */
@Command(
        name = "novelty",
        mixinStandardHelpOptions = true,
        description = "How well novelty tells labelled frames of a recording from the others.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
public final class NoveltyEvaluation implements Callable<Integer> {

    /** Above the system properties' 400. */
    private static final int COMMAND_LINE = 500;

    @Option(names = "--frames", required = true, paramLabel = "FOLDER", description = "Numbered JPEGs or PNGs.")
    private Path frames;

    @Option(
            names = "--labels",
            required = true,
            paramLabel = "FILE",
            description = "CSV: frame,novel, where frame may be a range; frames without a row are not judged.")
    private Path labels;

    @Option(
            names = "--plot",
            paramLabel = "FILE",
            description = "Novelty over frame numbers, as SVG (default: ${DEFAULT-VALUE}).",
            defaultValue = "target/novelty.svg")
    private Path plot;

    @Option(names = "--csv", paramLabel = "FILE", description = "What was told of each frame.")
    private @Nullable Path csv;

    @Option(
            names = "-D",
            paramLabel = "KEY=VALUE",
            description = "A setting of the service, such as -Dsaccade.gan.centre=false.")
    private Map<String, String> settings = new HashMap<>();

    private long nextLine = System.nanoTime();

    /** Runs it. */
    public static void main(String[] args) {
        Logs.onlyErrors();
        System.exit(commandLine(new NoveltyEvaluation(), "novelty").execute(args));
    }

    /** A command that tells of failures in one line. */
    static CommandLine commandLine(Object command, String name) {
        CommandLine line = new CommandLine(command);
        line.setOverwrittenOptionsAllowed(true);
        line.setExecutionExceptionHandler((failure, failed, parsed) -> {
            failed.getErr().println(name + ": " + oneLine(failure));
            return CommandLine.ExitCode.SOFTWARE;
        });
        return line;
    }

    private static String oneLine(Exception failure) {
        String name = failure.getClass().getSimpleName();
        String message = failure.getMessage() == null ? name : failure.getMessage();
        return (failure instanceof FileSystemException ? name + ": " : "") + message.replaceAll("\\s*\\R\\s*", " ");
    }

    @Override
    public Integer call() throws IOException {
        if (!plot.toString().endsWith(".svg")) {
            throw new IllegalArgumentException("--plot is " + plot + ", expected the name of an .svg file");
        }
        FrameLabels known = FrameLabels.read(labels);
        long count = NumberedFrames.count(frames);
        Recording recording = Playback.play(
                frames, config(), rejection -> System.err.println("novelty: " + rejection), read -> tell(read, count));
        double auroc = recording.auroc(known, Recording.Judged::novelty);
        double baseline = recording.auroc(known, Recording.Judged::meanFrameDistance);
        String result = String.format(Locale.ROOT, "auroc=%.4f mean-frame-distance=%.4f", auroc, baseline);
        write(plot, NoveltyPlot.of(recording, known, "novelty, " + result));
        if (csv != null) {
            write(csv, table(recording, known));
        }
        System.out.printf(
                Locale.ROOT,
                "novelty: frames=%d novel=%d usual=%d discriminator-auroc=%.4f plot=%s%n",
                recording.frames().size(),
                recording.labelled(known, true),
                recording.labelled(known, false),
                1 - recording.auroc(known, Recording.Judged::discriminator),
                plot);
        System.out.print(TextPlot.of(recording, known));
        System.out.println("novelty: " + result);
        return CommandLine.ExitCode.OK;
    }

    /** The settings that the service would start with here. */
    private SaccadeConfig config() {
        return ConfigUtils.configBuilder()
                .withMapping(SaccadeConfig.class)
                .withSources(new PropertiesConfigSource(settings, "command line", COMMAND_LINE))
                .build()
                .getConfigMapping(SaccadeConfig.class);
    }

    private void tell(long read, long count) {
        if (System.nanoTime() - nextLine > 0 || read == count) {
            nextLine = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
            System.out.println("novelty: " + read + " of " + count + " frames");
        }
    }

    private static String table(Recording recording, FrameLabels labels) {
        StringBuilder csv = new StringBuilder("frame,novelty,discriminator,mean-frame-distance,novel\n");
        for (Recording.Judged frame : recording.frames()) {
            csv.append(String.format(
                    Locale.ROOT,
                    "%d,%.6f,%.6f,%.6f,%s%n",
                    frame.number(),
                    frame.novelty(),
                    frame.discriminator(),
                    frame.meanFrameDistance(),
                    labels.of(frame.number()).map(novel -> novel ? "1" : "0").orElse("")));
        }
        return csv.toString();
    }

    private static void write(Path file, String text) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Files.writeString(file, text);
    }
}
