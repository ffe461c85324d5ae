package io.saccade.load.novelty;

import java.util.List;
import java.util.Locale;

/** Novelty over the frames' numbers as an SVG picture; spans that are labelled novel are shaded. */
final class SvgPlot {

    private static final int WIDTH = 1000;
    private static final int HEIGHT = 240;
    private static final int LEFT = 50;
    private static final int TOP = 40;

    private final StringBuilder svg = new StringBuilder();
    private final Recording recording;
    private final double first;
    private final double last;

    private SvgPlot(Recording recording) {
        this.recording = recording;
        List<Recording.Judged> frames = recording.frames();
        this.first = frames.get(0).number();
        this.last = frames.get(frames.size() - 1).number();
    }

    /** The file. */
    static String of(Recording recording, FrameLabels labels, String title) {
        SvgPlot plot = new SvgPlot(recording);
        plot.begin(title);
        labels.spans().forEach(plot::shade);
        plot.axes();
        plot.line();
        return plot.svg.append("</svg>\n").toString();
    }

    private void begin(String title) {
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"13\">%n",
                LEFT + WIDTH + 20, TOP + HEIGHT + 40);
        add("<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n");
        add(
                "<text x=\"%d\" y=\"24\">%s</text>%n",
                LEFT, title.replace("&", "&amp;").replace("<", "&lt;"));
    }

    private void shade(FrameLabels.Span span) {
        double from = Math.max(first, span.first());
        double to = Math.min(last, span.last());
        if (from <= to) {
            add(
                    "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n",
                    x(from - 0.5), TOP, x(to + 0.5) - x(from - 0.5), HEIGHT, span.novel() ? "#f6c7a8" : "#eef2f5");
        }
    }

    private void axes() {
        for (int tenths = 0; tenths <= 10; tenths += 5) {
            double y = y(tenths / 10.0);
            add(
                    "<path d=\"M%d %.1fh%d\" stroke=\"#999\" stroke-width=\"0.5\"/><text x=\"%d\" y=\"%.1f\">%.1f</text>%n",
                    LEFT, y, WIDTH, LEFT - 28, y + 4, tenths / 10.0);
        }
        add("<text x=\"%d\" y=\"%d\">%.0f</text>%n", LEFT, TOP + HEIGHT + 20, first);
        add("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%.0f</text>%n", LEFT + WIDTH, TOP + HEIGHT + 20, last);
        add(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">frame (shaded: labelled novel; white: not judged)</text>%n",
                LEFT + WIDTH / 2, TOP + HEIGHT + 20);
    }

    private void line() {
        add("<polyline fill=\"none\" stroke=\"#1b4f8f\" stroke-width=\"1.2\" points=\"");
        recording.frames().forEach(frame -> add("%.1f,%.1f ", x(frame.number()), y(frame.novelty())));
        add("\"/>%n");
    }

    private double x(double number) {
        double at = last == first ? 0.5 : (number - first) / (last - first);
        return LEFT + WIDTH * Math.max(0, Math.min(1, at));
    }

    private static double y(double novelty) {
        return TOP + HEIGHT * (1 - novelty);
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values));
    }
}
