package io.saccade.load.plot;

import java.util.ArrayList;
import java.util.List;

/** Lines over a horizontal axis as an SVG picture. */
public final class LinePlot {

    private static final int LEGEND_WIDTH = 110;
    private static final int MARKED = 30;

    private final Canvas canvas;
    private final Axis x;
    private final Axis y;
    private final List<String> lines = new ArrayList<>();

    /** A point of a line, in the axes' values. */
    public record Point(double x, double y) {}

    /** A plot without lines. */
    public LinePlot(String title, Axis x, Axis y) {
        this.canvas = new Canvas(title);
        this.x = x;
        this.y = y;
    }

    /** Fills the field between two values of the horizontal axis; what was drawn before lies under it. */
    public LinePlot shade(double from, double to, String colour) {
        double left = Canvas.x(x.position(Math.max(x.from(), from)));
        double right = Canvas.x(x.position(Math.min(x.to(), to)));
        if (left < right) {
            canvas.rectangle(left, Canvas.TOP, right - left, Canvas.HEIGHT, colour);
        }
        return this;
    }

    /** Draws a line through points; few points are marked as such. */
    public LinePlot line(String name, List<Point> points) {
        String colour = Canvas.colour(lines.size());
        canvas.add("<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"1.2\" points=\"", colour);
        points.forEach(point -> canvas.add("%.1f,%.1f ", across(point), up(point)));
        canvas.add("\"/>%n");
        if (points.size() <= MARKED) {
            points.forEach(point -> canvas.add(
                    "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>%n", across(point), up(point), colour));
        }
        lines.add(name);
        return this;
    }

    /** The file; nothing can be added after it. */
    public String toSvg() {
        for (double tick : y.ticks()) {
            double at = Canvas.y(y.position(tick));
            canvas.add(
                    "<path d=\"M%d %.1fh%d\" stroke=\"#999\" stroke-width=\"0.5\"/>%n", Canvas.LEFT, at, Canvas.WIDTH);
            canvas.text(Canvas.LEFT - 6.0, at + 4, "end", Axis.text(tick));
        }
        for (double tick : x.ticks()) {
            canvas.text(Canvas.x(x.position(tick)), Canvas.TOP + Canvas.HEIGHT + 20.0, "middle", Axis.text(tick));
        }
        canvas.text(Canvas.LEFT + Canvas.WIDTH, 24, "end", y.label());
        canvas.caption(x.label());
        if (lines.size() > 1) {
            legend();
        }
        return canvas.close();
    }

    private void legend() {
        for (int i = 0; i < lines.size(); i++) {
            double left = Canvas.LEFT + 10.0 + LEGEND_WIDTH * i;
            canvas.rectangle(left, Canvas.TOP + 8.0, 12, 3, Canvas.colour(i));
            canvas.text(left + 18, Canvas.TOP + 14.0, "start", lines.get(i));
        }
    }

    private double across(Point point) {
        return Canvas.x(x.position(point.x()));
    }

    private double up(Point point) {
        return Canvas.y(y.position(point.y()));
    }
}
