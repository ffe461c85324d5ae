package io.saccade.load.novelty;

import java.util.List;
import java.util.Locale;

/** Novelty over time in characters; below it {@code #} where a frame is labelled novel, {@code .} where one is usual. */
final class TextPlot {

    private static final int COLUMNS = 100;
    private static final int ROWS = 10;

    private TextPlot() {}

    /** Some lines, each ending with a line feed; a column has the largest novelty of its frames. */
    static String of(Recording recording, FrameLabels labels) {
        List<Recording.Judged> frames = recording.frames();
        int columns = Math.min(COLUMNS, frames.size());
        double[] heights = new double[columns];
        StringBuilder marks = new StringBuilder();
        for (int column = 0; column < columns; column++) {
            List<Recording.Judged> part = frames.subList((int) ((long) column * frames.size() / columns), (int)
                    ((long) (column + 1) * frames.size() / columns));
            heights[column] =
                    part.stream().mapToDouble(Recording.Judged::novelty).max().orElse(0);
            marks.append(mark(part, labels));
        }
        StringBuilder plot = new StringBuilder();
        for (int row = ROWS; row >= 1; row--) {
            plot.append(row % (ROWS / 2) == 0 ? String.format(Locale.ROOT, "%.1f |", (double) row / ROWS) : "    |");
            for (double height : heights) {
                plot.append(Math.round(height * ROWS) >= row ? '*' : ' ');
            }
            plot.append('\n');
        }
        long last = frames.get(frames.size() - 1).number();
        String first = "frame " + frames.get(0).number();
        int gap = Math.max(1, columns - first.length() - Long.toString(last).length());
        return plot + "    |" + marks + "\n     " + first + " ".repeat(gap) + last + "\n";
    }

    private static char mark(List<Recording.Judged> part, FrameLabels labels) {
        char mark = ' ';
        for (Recording.Judged frame : part) {
            char own = labels.of(frame.number()).map(novel -> novel ? '#' : '.').orElse(' ');
            mark = own == '#' || mark == ' ' ? own : mark;
        }
        return mark;
    }
}
