package io.saccade.frame;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The size of a frame, written {@code WxH}.
 *
 * @param width pixels in a row, at least 1
 * @param height rows, at least 1
 */
public record FrameSize(int width, int height) {

    private static final Pattern SIZE = Pattern.compile("(\\d{1,5})[xX×](\\d{1,5})");

    public FrameSize {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException(
                    "'" + width + "x" + height + "' is not a size, expected such as 640x480");
        }
    }

    /**
     * Reads {@code WxH}.
     *
     * @throws IllegalArgumentException if the text is no size
     */
    public static FrameSize parse(CharSequence text) {
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a size, expected such as 640x480");
        }
        return new FrameSize(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    /** Number of pixels. */
    public long pixels() {
        return (long) width * height;
    }

    @Override
    public String toString() {
        return width + "x" + height;
    }
}
