package io.saccade.deploy;

import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;

/** The build's own file. */
final class Pom {

    private static final Document POM = read();

    private Pom() {}

    /** The project's version. */
    static String version() {
        return property("version");
    }

    /** The first element of that name: a property. */
    static String property(String name) {
        return POM.getElementsByTagName(name).item(0).getTextContent();
    }

    private static Document read() {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(Path.of("pom.xml").toFile());
        } catch (Exception e) {
            throw new IllegalStateException("can't read pom.xml", e);
        }
    }
}
