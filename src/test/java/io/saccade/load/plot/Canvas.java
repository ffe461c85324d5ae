package io.saccade.load.plot;

import java.util.Locale;

/** An SVG picture with a title and a field of {@value #WIDTH} × {@value #HEIGHT} for what is plotted. */
final class Canvas {

    static final int WIDTH = 1000;
    static final int HEIGHT = 240;
    static final int LEFT = 60;
    static final int TOP = 40;

    private static final String[] COLOURS = {"#1b4f8f", "#c2571a", "#2e7d4f", "#7a3b93", "#8a6d1f", "#444444"};

    private final StringBuilder svg = new StringBuilder();

    Canvas(String title) {
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"13\">%n",
                LEFT + WIDTH + 20, TOP + HEIGHT + 50);
        add("<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n");
        text(LEFT, 24, "start", title);
    }

    /** Colour of the series of a number; they come round. */
    static String colour(int series) {
        return COLOURS[series % COLOURS.length];
    }

    /** Where a position in the field lies, 0 … 1 from the left; what is outside lies at the edge. */
    static double x(double position) {
        return LEFT + WIDTH * inside(position);
    }

    /** Where a position in the field lies, 0 … 1 from below. */
    static double y(double position) {
        return TOP + HEIGHT * (1 - inside(position));
    }

    /** {@code anchor} is {@code start}, {@code middle} or {@code end}. */
    void text(double x, double y, String anchor, String text) {
        add(
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
                x, y, anchor, text.replace("&", "&amp;").replace("<", "&lt;"));
    }

    /** Under the field, in its middle. */
    void caption(String text) {
        text(LEFT + WIDTH / 2.0, TOP + HEIGHT + 40.0, "middle", text);
    }

    void rectangle(double left, double top, double width, double height, String colour) {
        add(
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>%n",
                left, top, width, height, colour);
    }

    void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values));
    }

    /** The file; nothing can be added after it. */
    String close() {
        return svg.append("</svg>\n").toString();
    }

    private static double inside(double position) {
        return Math.max(0, Math.min(1, position));
    }
}
