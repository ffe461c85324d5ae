package io.saccade.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Progress on standard error: one line that is written over on a terminal, plain lines elsewhere. */
final class Terminal {

    private static final int WIDTH = 78;
    private static final int BAR = 10;

    /** Time between two lines of progress that a person can follow, and that a log can bear. */
    private static final long TERMINAL_NANOS = 200_000_000;

    private static final long LOG_NANOS = 2_000_000_000;

    private final PrintWriter err;
    private final boolean interactive;
    private boolean open;
    private OptionalLong shownNanos = OptionalLong.empty();

    Terminal(PrintWriter err) {
        this(err, isInteractive());
    }

    Terminal(PrintWriter err, boolean interactive) {
        this.err = err;
        this.interactive = interactive;
    }

    /** Shows how far things are. */
    synchronized void progress(String line) {
        if (interactive) {
            err.print("\r" + line + " ".repeat(Math.max(0, WIDTH - line.length())));
            open = true;
        } else {
            err.println(line);
        }
        err.flush();
    }

    /**
     * Shows how far things are, not more often than it can be read: call it as often as you like.
     *
     * @param share of the work that is done, 0 to 1; 1 is always shown
     */
    synchronized void progress(double share, Supplier<String> line) {
        long now = System.nanoTime();
        long pause = interactive ? TERMINAL_NANOS : LOG_NANOS;
        if (share < 1 && shownNanos.isPresent() && now - shownNanos.getAsLong() < pause) {
            return;
        }
        shownNanos = OptionalLong.of(now);
        int full = (int) Math.max(0, Math.min(BAR, Math.floor(share * BAR)));
        String bar = interactive ? "#".repeat(full) + "-".repeat(BAR - full) + " " : "";
        progress(bar + line.get());
    }

    /** Says something that stays. */
    synchronized void note(String line) {
        finish();
        err.println(line);
        err.flush();
    }

    /** Ends a line of progress. */
    synchronized void finish() {
        if (open) {
            err.println();
            err.flush();
            open = false;
        }
    }

    /** From Java 22 there may be a console without a terminal, and a method that tells. */
    @SuppressWarnings("SystemConsoleNull") // before Java 22 it does return null
    private static boolean isInteractive() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException olderJava) {
            return true;
        } catch (IllegalAccessException | InvocationTargetException e) {
            return false;
        }
    }
}
