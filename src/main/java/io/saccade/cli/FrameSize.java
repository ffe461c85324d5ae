package io.saccade.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The size of a frame, on the command line {@code WxH}.
 *
 * @param width pixels in a row
 * @param height rows
 */
record FrameSize(int width, int height) {

    private static final Pattern SIZE = Pattern.compile("(\\d{1,5})[xX×](\\d{1,5})");

    /** Reads {@code WxH}. */
    static final class Converter implements ITypeConverter<FrameSize> {

        @Override
        public FrameSize convert(String text) {
            Matcher matcher = SIZE.matcher(text);
            if (!matcher.matches()) {
                throw new TypeConversionException("'" + text + "' is not a size, expected such as 640x480");
            }
            return new FrameSize(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
        }
    }
}
