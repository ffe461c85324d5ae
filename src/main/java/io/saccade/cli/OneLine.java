package io.saccade.cli;

import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Says a failure in one readable line. */
final class OneLine {

    /** What SmallRye Config puts before its sentences. */
    private static final Pattern CODES = Pattern.compile("([\\w.$]+Exception: )?SRCFG\\d+: ");

    private OneLine() {}

    /** The message of the root cause, or its name if it has none. */
    static String of(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String message =
                CODES.matcher(Objects.requireNonNullElse(root.getMessage(), "")).replaceAll("");
        return message.isBlank()
                ? root.getClass().getSimpleName()
                : message.lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .collect(Collectors.joining(" "));
    }
}
