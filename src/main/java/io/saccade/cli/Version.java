package io.saccade.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the jar. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() throws IOException {
        return new String[] {"saccade " + current()};
    }

    /** The version, as {@code 0.1.0}. */
    static String current() throws IOException {
        Properties build = new Properties();
        try (InputStream in = Version.class.getResourceAsStream("/io/saccade/build.properties")) {
            if (in != null) {
                build.load(in);
            }
        }
        return build.getProperty("version", "unknown");
    }
}
