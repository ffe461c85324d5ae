package io.saccade.load.plot;

import java.util.Locale;
import java.util.Map;

/** A bar for each name as an SVG picture. */
public final class BarPlot {

    private static final double FILLED = 0.6;

    private BarPlot() {}

    /**
     * The file.
     *
     * @param bars values of 0 or more by name, drawn in the map's order
     */
    public static String toSvg(String title, String unit, Map<String, Double> bars) {
        Canvas canvas = new Canvas(title);
        double highest =
                bars.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
        Axis axis = Axis.linear(unit, 0, highest == 0 ? 1 : highest * 1.1);
        int bar = 0;
        for (Map.Entry<String, Double> entry : bars.entrySet()) {
            double middle = Canvas.x((bar + 0.5) / bars.size());
            double width = FILLED * Canvas.WIDTH / bars.size();
            double top = Canvas.y(axis.position(entry.getValue()));
            canvas.rectangle(middle - width / 2, top, width, Canvas.TOP + Canvas.HEIGHT - top, Canvas.colour(bar));
            canvas.text(middle, top - 5, "middle", String.format(Locale.ROOT, "%.2f", entry.getValue()));
            canvas.text(middle, Canvas.TOP + Canvas.HEIGHT + 20.0, "middle", entry.getKey());
            bar++;
        }
        canvas.caption(unit);
        return canvas.close();
    }
}
