package io.saccade.load.novelty;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which frames are novel, and which are not; frames of which nothing is said are not judged.
 *
 * <p>As CSV: {@code frame,novel} rows, where {@code frame} is a number, a range as {@code 56-111}, or the name of a numbered
 * picture, and {@code novel} is 0 or 1. Blank lines and lines that begin with {@code #} say nothing, and the first of the
 * others may be a header.
 */
final class FrameLabels {

    private static final Pattern SEPARATOR = Pattern.compile("[,;\t]");
    private static final Pattern FRAMES = Pattern.compile("(\\d{1,18})(?:\\s*-\\s*(\\d{1,18}))?");
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /** By their first frames; they don't overlap. */
    private final TreeMap<Long, Span> spans = new TreeMap<>();

    /**
     * Neighbouring frames with the same label.
     *
     * @param first frame
     * @param last frame, the same or a later one
     */
    record Span(long first, long last, boolean novel) {}

    private FrameLabels() {}

    /**
     * Reads a file.
     *
     * @throws IOException if it can't be read or breaks the format; the message is one line that names file and line
     */
    static FrameLabels read(Path file) throws IOException {
        try {
            return parse(Files.readAllLines(file, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ", " + e.getMessage(), e);
        }
    }

    /**
     * Reads lines.
     *
     * @throws IllegalArgumentException if they break the format; the message names the line
     */
    static FrameLabels parse(List<String> lines) {
        FrameLabels labels = new FrameLabels();
        boolean mayBeHeader = true;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).replace(BYTE_ORDER_MARK, "").strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                if (!mayBeHeader || line.matches(".*\\d.*")) {
                    labels.add(span(line, i + 1), i + 1);
                }
                mayBeHeader = false;
            }
        }
        if (labels.spans.isEmpty()) {
            throw new IllegalArgumentException(
                    "line 1: there are no labels, expected rows such as '12,0' or '56-111,1'");
        }
        return labels;
    }

    private static Span span(String line, int number) {
        String[] cells = SEPARATOR.split(line, -1);
        require(cells.length == 2, number, "'" + line + "' has " + cells.length + " columns, expected frame,novel");
        String frames = unquoted(cells[0]);
        String novel = unquoted(cells[1]);
        require(novel.equals("0") || novel.equals("1"), number, "novel is '" + novel + "', expected 0 or 1");
        Matcher matcher = FRAMES.matcher(frames);
        if (!matcher.matches()) {
            long frame = FrameNumbers.of(frames)
                    .orElseThrow(() -> new IllegalArgumentException("line " + number + ": frame is '" + frames
                            + "', expected a number, a range such as 56-111, or a file name such as 00012.jpg"));
            return new Span(frame, frame, novel.equals("1"));
        }
        long first = Long.parseLong(matcher.group(1));
        long last = matcher.group(2) == null ? first : Long.parseLong(matcher.group(2));
        require(first <= last, number, "the range " + frames + " ends before it begins");
        return new Span(first, last, novel.equals("1"));
    }

    private static String unquoted(String cell) {
        String text = cell.strip();
        boolean quoted = text.length() >= 2
                && (text.startsWith("\"") || text.startsWith("'"))
                && text.charAt(0) == text.charAt(text.length() - 1);
        return quoted ? text.substring(1, text.length() - 1).strip() : text;
    }

    private void add(Span span, int line) {
        Map.Entry<Long, Span> before = spans.floorEntry(span.last());
        require(
                before == null || before.getValue().last() < span.first(),
                line,
                "frame " + (before == null ? 0 : Math.max(span.first(), before.getKey())) + " has a label already");
        spans.put(span.first(), span);
    }

    private static void require(boolean valid, int line, String message) {
        if (!valid) {
            throw new IllegalArgumentException("line " + line + ": " + message);
        }
    }

    /** Whether a frame is novel, if anything is said of it. */
    Optional<Boolean> of(long frame) {
        Map.Entry<Long, Span> entry = spans.floorEntry(frame);
        return entry == null || entry.getValue().last() < frame
                ? Optional.empty()
                : Optional.of(entry.getValue().novel());
    }

    /** All that is said, in order. */
    List<Span> spans() {
        return List.copyOf(spans.values());
    }
}
