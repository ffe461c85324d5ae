package io.saccade.load.novelty;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The number in a picture's name: its last digits, so that that of {@code cam2-00012.jpg} is 12. */
final class FrameNumbers {

    private static final Pattern NAME =
            Pattern.compile("(?:.*\\D)?(\\d{1,18})\\D*\\.(?:jpg|jpeg|png)", Pattern.CASE_INSENSITIVE);

    private FrameNumbers() {}

    /** Empty if the name is not that of a numbered picture. */
    static OptionalLong of(String name) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches() ? OptionalLong.of(Long.parseLong(matcher.group(1))) : OptionalLong.empty();
    }
}
