package io.saccade.cli;

import io.saccade.attention.AttentionParameters;
import io.saccade.attention.Calibration;
import io.saccade.attention.ColourSamples;
import io.saccade.camera.EncodedFrame;
import io.saccade.camera.FrameSource;
import io.saccade.camera.FrameSources;
import io.saccade.camera.scene.SyntheticScene;
import io.saccade.decode.FrameDecoder;
import io.saccade.frame.FrameSize;
import io.saccade.frame.Image;
import io.saccade.frame.Payload;
import io.saccade.frame.RawLayout;
import io.saccade.frame.RejectedException;
import io.saccade.scoring.ScoringSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Fits the operator's parameters to sample frames and writes them to a file. */
@Command(
        name = "calibrate",
        mixinStandardHelpOptions = true,
        description = "Fit keys and values to sample frames, so that rare colours get high scores.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  saccade calibrate photos/ --output gate.safetensors",
            "  saccade calibrate --synthetic --output default.safetensors",
            "",
            "Exit code: 0 done, 1 failed, 2 wrong usage."
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
public final class CalibrateCommand implements Callable<Integer> {

    /** The number goes up when the same samples and seed would give other parameters. */
    private static final String PROCEDURE = "rarity-1";

    private static final int STREETS = 16;

    /** Frames between two samples of a street: 150 seconds, for other cars and another light. */
    private static final long SAMPLE_EVERY = 1501;

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "SOURCE",
            description = "Folders of .jpg and .png files, such files, or .mjpeg files.")
    private List<String> sources = new ArrayList<>();

    @Option(names = "--synthetic", description = "Sample synthetic streets; makes the default parameters.")
    private boolean synthetic;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            description = "The parameter file to write, safetensors.")
    private Path output;

    @Option(
            names = "--channels",
            paramLabel = "oC",
            defaultValue = "1",
            description = "Output channels: the first scores rarity, each further one a colour group against the rest."
                    + " Default: ${DEFAULT-VALUE}.")
    private int channels;

    @Option(
            names = "--input-channels",
            paramLabel = "iC",
            defaultValue = "3",
            description = "Channels of a frame: 1 grey, 3 colour, 4 colour and alpha. Default: ${DEFAULT-VALUE}.")
    private int inputChannels;

    @Option(names = "--frames", defaultValue = "128", description = "Most frames to sample. Default: ${DEFAULT-VALUE}.")
    private int frames;

    @Option(
            names = "--size",
            paramLabel = "WxH",
            defaultValue = "640x480",
            description = "Size of synthetic frames. Default: ${DEFAULT-VALUE}.")
    private FrameSize size;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "Seed of all that is random. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Override
    public Integer call() throws InterruptedException {
        Terminal terminal = new Terminal(spec.commandLine().getErr());
        String problem = usageProblem();
        if (problem != null) {
            terminal.note("calibrate: " + problem);
            return 2;
        }
        ColourSamples samples = new ColourSamples(inputChannels, seed);
        try (FrameDecoder decoder = new FrameDecoder(inputChannels, ScoringSettings.DEFAULT_MAX_PIXELS)) {
            if (synthetic) {
                sampleStreets(samples, decoder, terminal);
            } else {
                sampleSources(samples, decoder, terminal);
            }
        } catch (IllegalArgumentException e) {
            terminal.note("calibrate: " + e.getMessage());
            return 2;
        } catch (IOException e) {
            terminal.note("calibrate: " + message(e));
            return 1;
        }
        try {
            Map<String, String> metadata = Map.of(
                    "procedure",
                    PROCEDURE,
                    "seed",
                    Long.toString(seed),
                    "frames",
                    Integer.toString(samples.frames()),
                    "samples",
                    synthetic ? "synthetic streets" : "pictures");
            Step step = new Step(terminal, "fitting");
            Calibration.Result result = Calibration.fit(samples, channels, seed, metadata, step::percent);
            Files.write(output, result.parameters().toBytes());
            terminal.finish();
            report(result, samples);
            return 0;
        } catch (IOException e) {
            terminal.note("calibrate: " + message(e));
            return 1;
        } catch (IllegalArgumentException e) {
            terminal.note("calibrate: " + e.getMessage());
            return 1;
        }
    }

    private @Nullable String usageProblem() {
        if (synthetic == !sources.isEmpty()) {
            return "name sample frames, or give --synthetic" + (synthetic ? ", not both" : "");
        }
        if (channels < 1 || channels > 64) {
            return "--channels is 1 to 64, got " + channels;
        }
        if (inputChannels != 1 && inputChannels != 3 && inputChannels != 4) {
            return "--input-channels is 1, 3 or 4, got " + inputChannels;
        }
        if (frames < 1 || frames > 100_000) {
            return "--frames is 1 to 100000, got " + frames;
        }
        if (Math.min(size.width(), size.height()) < 16 || Math.max(size.width(), size.height()) > 8192) {
            return "--size is 16 to 8192 pixels a side, got " + size.width() + "x" + size.height();
        }
        Path folder = output.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return "the folder of " + output + " does not exist";
        }
        return sources.stream()
                .filter(source -> source.equals(FrameSources.STANDARD_INPUT) || FrameSources.isUrl(source))
                .findFirst()
                .map(source -> "can't calibrate from '" + source + "', expected files or folders")
                .orElse(null);
    }

    private void sampleStreets(ColourSamples samples, FrameDecoder decoder, Terminal terminal) throws IOException {
        Step step = new Step(terminal, "drawing streets");
        int streets = Math.min(STREETS, frames);
        for (int street = 0; street < streets; street++) {
            SyntheticScene scene = new SyntheticScene(seed, street, size.width(), size.height());
            int count = frames / streets + (street < frames % streets ? 1 : 0);
            for (int i = 0; i < count; i++) {
                samples.add(decode(decoder, raw(scene.render(SAMPLE_EVERY * i)), "the street"));
            }
            step.percent(100 * (street + 1) / streets);
        }
    }

    /** Reads the sources twice: to count their frames, then to take a number of them evenly. */
    private void sampleSources(ColourSamples samples, FrameDecoder decoder, Terminal terminal)
            throws IOException, InterruptedException {
        long all = 0;
        for (String name : sources) {
            try (FrameSource source = open(name, terminal)) {
                while (source.next() != null) {
                    all++;
                }
            }
        }
        if (all == 0) {
            throw new IOException("there are no frames in " + String.join(", ", sources));
        }
        Step step = new Step(terminal, "reading frames");
        long wanted = Math.min(frames, all);
        long at = 0;
        for (String name : sources) {
            try (FrameSource source = open(name, line -> {})) {
                for (EncodedFrame frame = source.next(); frame != null; frame = source.next(), at++) {
                    if (at * wanted / all != (at + 1) * wanted / all) {
                        samples.add(decode(decoder, Payload.of(frame.bytes()), frame.name()));
                        step.percent((int) (100 * (at + 1) / all));
                    }
                }
            }
        }
    }

    private static FrameSource open(String name, Terminal terminal) throws IOException, InterruptedException {
        return open(name, terminal::note);
    }

    private static FrameSource open(String name, Consumer<String> notes) throws IOException, InterruptedException {
        return FrameSources.open(name, false, InputStream.nullInputStream(), notes);
    }

    private void report(Calibration.Result result, ColourSamples samples) {
        AttentionParameters parameters = result.parameters();
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                Locale.ROOT,
                "calibrate: wrote %s, fitted to %d frames of %d × %d × %d%n",
                output,
                samples.frames(),
                samples.width(),
                samples.height(),
                samples.channels());
        out.printf(
                Locale.ROOT,
                "  output channels %d, trainable parameters %d, digest %s%n",
                parameters.outputChannels(),
                parameters.trainable(),
                parameters.digest());
        out.printf(
                Locale.ROOT,
                "  logits: range %.1f on the samples, bound %.1f for any 8-bit pixel of such frames%n",
                result.logitRange(),
                result.logitBound());
        out.printf(
                Locale.ROOT,
                "  scores: typical %.3f, rarest hundredth %.3f, standard deviation %.3f%n",
                result.typical(),
                result.rare(),
                result.spread());
        out.flush();
    }

    private static String message(IOException e) {
        String message = e.getMessage();
        return e instanceof FileSystemException || message == null ? e.toString() : message;
    }

    private static Image decode(FrameDecoder decoder, Payload picture, String name) throws IOException {
        try {
            return decoder.decode(picture);
        } catch (RejectedException e) {
            throw new IOException(name + " is not a picture that can be decoded: " + e.getMessage());
        }
    }

    private static Payload raw(Image rgb) {
        byte[] samples = new byte[rgb.samples().limit()];
        rgb.samples().get(0, samples);
        return new Payload(
                samples, "application/octet-stream", new RawLayout(rgb.width(), rgb.height(), rgb.channels(), "u8"));
    }

    /** A step of the work that shows each tenth of it. */
    private static final class Step {

        private final Terminal terminal;
        private final String name;
        private int shown = -1;

        Step(Terminal terminal, String name) {
            this.terminal = terminal;
            this.name = name;
        }

        void percent(int percent) {
            if (percent / 10 > shown / 10 || shown < 0) {
                shown = percent;
                terminal.progress("calibrate: " + name + " " + percent + " %");
            }
        }
    }
}
