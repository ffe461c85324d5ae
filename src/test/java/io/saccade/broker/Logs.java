package io.saccade.broker;

import org.jboss.logmanager.Level;
import org.jboss.logmanager.LogContext;

/**
 * What broker and clients log in programs that are no Quarkus application.
 *
 * <p>Kafka logs through SLF4J to JBoss LogManager, which logs all there is unless it is told otherwise, also where nobody
 * sees it: the broker alone then takes half as much processor time again. {@code java.util.logging} does not reach it unless it was the
 * first to be asked.
 */
public final class Logs {

    private Logs() {}

    /** Errors only, from now on. */
    public static void onlyErrors() {
        LogContext.getLogContext().getLogger("").setLevel(Level.ERROR);
    }
}
