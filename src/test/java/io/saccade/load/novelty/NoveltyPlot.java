package io.saccade.load.novelty;

import io.saccade.load.plot.Axis;
import io.saccade.load.plot.LinePlot;
import io.saccade.load.plot.LinePlot.Point;
import java.util.List;

/** Novelty over the frames' numbers as an SVG picture; spans that are labelled novel are shaded. */
final class NoveltyPlot {

    private static final String NOVEL = "#f6c7a8";
    private static final String USUAL = "#eef2f5";

    private NoveltyPlot() {}

    /** The file. */
    static String of(Recording recording, FrameLabels labels, String title) {
        List<Recording.Judged> frames = recording.frames();
        LinePlot plot = new LinePlot(
                title,
                Axis.linear(
                        "frame (shaded: labelled novel; white: not judged)",
                        frames.get(0).number(),
                        frames.get(frames.size() - 1).number()),
                Axis.linear("novelty", 0, 1));
        for (FrameLabels.Span span : labels.spans()) {
            plot.shade(span.first() - 0.5, span.last() + 0.5, span.novel() ? NOVEL : USUAL);
        }
        return plot.line(
                        "novelty",
                        frames.stream()
                                .map(frame -> new Point(frame.number(), frame.novelty()))
                                .toList())
                .toSvg();
    }
}
