package io.saccade.load.novelty;

import io.saccade.broker.Logs;
import io.saccade.decode.FrameDecoder;
import io.saccade.frame.Payload;
import io.saccade.frame.RejectedException;
import io.saccade.scoring.ScoringSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Labels the frames of a still camera by a rule that looks at the whole recording: a frame is novel where more than a share of
 * its pixels differ from the {@linkplain UsualPicture usual picture}, usual where fewer than a smaller share do, and not judged in between.
 */
@Command(
        name = "novelty-labels",
        mixinStandardHelpOptions = true,
        description = "Label the frames of a still camera by how many pixels differ from the recording's median.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
public final class DifferenceLabels implements Callable<Integer> {

    private static final int RGB = 3;

    /** Frames that the median is taken of, evenly spread over the recording. */
    private static final int MEDIAN_OF = 150;

    @Parameters(paramLabel = "FOLDER", description = "Numbered JPEGs or PNGs.")
    private Path folder;

    @Option(
            names = "--difference",
            defaultValue = "25",
            description = "A pixel differs by more than this of 255 in a channel (default: ${DEFAULT-VALUE}).")
    private double difference;

    @Option(
            names = "--novel-above",
            defaultValue = "0.01",
            description = "A frame is novel above this share of such pixels (default: ${DEFAULT-VALUE}).")
    private double novelAbove;

    @Option(
            names = "--usual-below",
            defaultValue = "0.008",
            description = "A frame is usual below this share of such pixels (default: ${DEFAULT-VALUE}).")
    private double usualBelow;

    @Option(names = "--shares", description = "Print each frame's share instead of labels.")
    private boolean shares;

    /** Runs it. */
    public static void main(String[] args) {
        Logs.onlyErrors();
        System.exit(NoveltyEvaluation.commandLine(new DifferenceLabels(), "novelty-labels")
                .execute(args));
    }

    @Override
    public Integer call() throws IOException {
        if (!(usualBelow <= novelAbove)) {
            throw new IllegalArgumentException(
                    "--usual-below is " + usualBelow + ", expected at most --novel-above, " + novelAbove);
        }
        Thumbnail usual = usual();
        if (shares) {
            System.out.println("frame,share");
            read((number, share) -> System.out.printf(java.util.Locale.ROOT, "%d,%.4f%n", number, share), usual);
        } else {
            System.out.println("frame,novel");
            spans(usual).forEach(span -> System.out.println(row(span)));
        }
        return CommandLine.ExitCode.OK;
    }

    private Thumbnail usual() throws IOException {
        long every = Math.max(1, NumberedFrames.count(folder) / MEDIAN_OF);
        UsualPicture picture = new UsualPicture();
        long[] at = {0};
        try (FrameDecoder decoder = decoder()) {
            NumberedFrames.read(folder, (number, bytes) -> {
                if (at[0]++ % every == 0) {
                    picture.add(thumbnail(decoder, number, bytes));
                }
            });
        }
        return picture.median();
    }

    /** What is done with each frame's share of pixels that differ. */
    private interface ShareReader {
        void read(long number, double share);
    }

    private void read(ShareReader reader, Thumbnail usual) throws IOException {
        try (FrameDecoder decoder = decoder()) {
            NumberedFrames.read(folder, (number, bytes) -> {
                Thumbnail frame = thumbnail(decoder, number, bytes);
                if (frame.values().length != usual.values().length) {
                    throw new IOException("frame " + number + " has another size, expected the frames of one camera");
                }
                reader.read(number, frame.difference(usual, difference));
            });
        }
    }

    private List<FrameLabels.Span> spans(Thumbnail usual) throws IOException {
        List<FrameLabels.Span> spans = new ArrayList<>();
        read(
                (number, share) -> {
                    if (share > novelAbove || share < usualBelow) {
                        append(spans, number, share > novelAbove);
                    }
                },
                usual);
        return spans;
    }

    private static void append(List<FrameLabels.Span> spans, long number, boolean novel) {
        FrameLabels.@Nullable Span last = spans.isEmpty() ? null : spans.get(spans.size() - 1);
        if (last != null && last.novel() == novel && last.last() + 1 == number) {
            spans.set(spans.size() - 1, new FrameLabels.Span(last.first(), number, novel));
        } else {
            spans.add(new FrameLabels.Span(number, number, novel));
        }
    }

    private static String row(FrameLabels.Span span) {
        String frames = span.first() == span.last() ? "" + span.first() : span.first() + "-" + span.last();
        return frames + "," + (span.novel() ? 1 : 0);
    }

    private static FrameDecoder decoder() {
        return new FrameDecoder(RGB, ScoringSettings.DEFAULT_MAX_PIXELS);
    }

    private static Thumbnail thumbnail(FrameDecoder decoder, long number, byte[] bytes) throws IOException {
        try {
            return Thumbnail.of(decoder.decode(Payload.of(bytes)));
        } catch (RejectedException e) {
            throw new IOException("frame " + number + ": " + e.getMessage(), e);
        }
    }
}
