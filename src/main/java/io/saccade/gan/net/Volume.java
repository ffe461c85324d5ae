package io.saccade.gan.net;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What flows between two layers: {@code height · width} positions of {@code channels} numbers, written {@code HxWxC}. A
 * plain vector of k numbers is {@code 1x1xk}, or just {@code k}.
 *
 * @param height rows, at least 1
 * @param width columns, at least 1
 * @param channels numbers at each position, at least 1
 */
public record Volume(int height, int width, int channels) {

    private static final Pattern TEXT = Pattern.compile("(?:(\\d{1,5})x(\\d{1,5})x)?(\\d{1,9})");

    /** More than this is a slip of the pen, and more than a tensor's index can tell apart. */
    private static final long MOST = 1 << 28;

    public Volume {
        if (height < 1 || width < 1 || channels < 1) {
            throw new IllegalArgumentException(
                    "'" + height + "x" + width + "x" + channels + "' is not a volume, expected such as 16x16x3 or 768");
        }
        if ((long) height * width * channels > MOST) {
            throw new IllegalArgumentException("'" + height + "x" + width + "x" + channels + "' is more than " + MOST
                    + " numbers, expected a smaller volume");
        }
    }

    /** A plain vector of {@code size} numbers. */
    public static Volume flat(int size) {
        return new Volume(1, 1, size);
    }

    /**
     * Reads {@code HxWxC} or {@code k}.
     *
     * @throws IllegalArgumentException if the text is no volume
     */
    public static Volume parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a volume, expected such as 16x16x3 or 768");
        }
        int channels = Integer.parseInt(matcher.group(3));
        return matcher.group(1) == null
                ? flat(channels)
                : new Volume(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)), channels);
    }

    /** How many numbers it holds. */
    public int size() {
        return height * width * channels;
    }

    /** Whether it is a plain vector. */
    public boolean isFlat() {
        return height == 1 && width == 1;
    }

    /** The same positions with other channels. */
    public Volume withChannels(int count) {
        return new Volume(height, width, count);
    }

    @Override
    public String toString() {
        return isFlat() ? Integer.toString(channels) : height + "x" + width + "x" + channels;
    }
}
