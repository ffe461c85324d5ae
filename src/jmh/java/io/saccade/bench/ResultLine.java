package io.saccade.bench;

import java.util.Locale;

/** The last line that a benchmark prints: {@code bench NAME: key=value …}. */
public final class ResultLine {

    private final StringBuilder line;

    /** The line of a benchmark, without numbers yet. */
    public ResultLine(String name) {
        line = new StringBuilder("bench " + name + ":");
    }

    /** Adds a ratio. */
    public ResultLine ratio(String key, double ratio) {
        return add(key, "%.2f", ratio);
    }

    /** Adds a time in milliseconds. */
    public ResultLine ms(String key, double milliseconds) {
        return add(key, "%.3f", milliseconds);
    }

    private ResultLine add(String key, String format, double number) {
        line.append(' ').append(key).append('=').append(String.format(Locale.ROOT, format, number));
        return this;
    }

    @Override
    public String toString() {
        return line.toString();
    }
}
