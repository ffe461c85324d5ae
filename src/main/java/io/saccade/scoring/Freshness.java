package io.saccade.scoring;

import io.saccade.frame.Frame;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Which of a camera's frames are worth scoring when more come than can be scored. */
public sealed interface Freshness {

    /** Whether a frame is too old at a moment, whatever came after it. */
    default boolean tooOld(Frame frame, Instant now) {
        return false;
    }

    /** Whether a newer frame of the same camera supersedes those before it. */
    default boolean newestOnly() {
        return false;
    }

    /**
     * Reads a setting: {@code every}, {@code latest}, or {@code max-age=} with a duration such as {@code 500ms},
     * {@code 2s} or {@code PT1M}.
     *
     * @throws IllegalArgumentException if it is none of these; the message says what was expected
     */
    static Freshness parse(String text) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        if (word.equals("every")) {
            return new Every();
        }
        if (word.equals("latest")) {
            return new Latest();
        }
        if (word.startsWith(MaxAge.PREFIX)) {
            return new MaxAge(MaxAge.duration(word.substring(MaxAge.PREFIX.length())));
        }
        throw new IllegalArgumentException("'" + text + "', expected every, latest or max-age=2s");
    }

    /** All of them: what comes too fast waits on the topic. */
    record Every() implements Freshness {
        @Override
        public String toString() {
            return "every";
        }
    }

    /** The newest at hand: those before it are superseded. */
    record Latest() implements Freshness {
        @Override
        public boolean newestOnly() {
            return true;
        }

        @Override
        public String toString() {
            return "latest";
        }
    }

    /**
     * Those that were captured no longer ago than this.
     *
     * @param age more than zero
     */
    record MaxAge(Duration age) implements Freshness {

        private static final String PREFIX = "max-age=";

        public MaxAge {
            if (age.isZero() || age.isNegative()) {
                throw new IllegalArgumentException("max-age=" + age + ", expected more than zero");
            }
        }

        @Override
        public boolean tooOld(Frame frame, Instant now) {
            return frame.capturedAt().isBefore(now.minus(age));
        }

        @Override
        public String toString() {
            return PREFIX + age.toMillis() + "ms";
        }

        private static Duration duration(String text) {
            try {
                if (text.endsWith("ms")) {
                    return Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)));
                }
                return Duration.parse(text.startsWith("p") ? text : "pt" + text);
            } catch (DateTimeException | NumberFormatException e) {
                throw new IllegalArgumentException(
                        "'" + PREFIX + text + "', expected such as max-age=500ms or max-age=2s");
            }
        }
    }
}
