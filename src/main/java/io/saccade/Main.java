package io.saccade;

import io.quarkus.runtime.annotations.QuarkusMain;
import io.saccade.cli.SaccadeCommand;

/** The main class: one jar, several commands. */
@QuarkusMain
public final class Main {

    private Main() {}

    /** Runs a command; {@code serve} if none is named. */
    public static void main(String[] args) {
        System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
        System.exit(SaccadeCommand.run(args));
    }
}
