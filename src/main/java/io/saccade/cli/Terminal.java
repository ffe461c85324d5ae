package io.saccade.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;

/** Progress on standard error: one line that is written over on a terminal, plain lines elsewhere. */
final class Terminal {

    private static final int WIDTH = 78;

    private final PrintWriter err;
    private final boolean interactive;
    private boolean open;

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
