package io.saccade.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Links between the pages lead somewhere, headings included. */
class LinksTest {

    private static final Pattern LINK = Pattern.compile("]\\((?!https?://)([^)#\\s]*)(?:#([^)\\s]+))?\\)");
    private static final Pattern FENCE = Pattern.compile("^```.*?^```", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern HEADING = Pattern.compile("^#+ (.+)$", Pattern.MULTILINE);

    @Test
    void everyLinkLeadsToAFileAndItsHeading() throws IOException {
        List<Path> pages = pages();
        assertThat(pages).hasSizeGreaterThan(10);
        assertThat(pages.stream().flatMap(page -> broken(page).stream())).isEmpty();
    }

    @Test
    void everyPageIsReachedFromTheReadme() throws IOException {
        List<Path> linked = new ArrayList<>(List.of(Path.of("README.md"), Path.of("CHANGELOG.md")));
        links(Path.of("README.md")).forEach(link -> linked.add(target(Path.of("README.md"), link)));
        assertThat(linked).containsAll(pages());
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> files = Stream.of(".", "src/docs", "load-tests", "docker", "k8s")
                .map(Path::of)
                .filter(Files::isDirectory)
                .flatMap(LinksTest::list)) {
            return files.map(Path::normalize)
                    .filter(file -> file.toString().endsWith(".md"))
                    .toList();
        }
    }

    private static Stream<Path> list(Path directory) {
        try {
            return Files.list(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> broken(Path page) {
        return links(page).stream()
                .filter(link -> !leadsSomewhere(page, link))
                .map(link -> page + ": " + link.group())
                .toList();
    }

    private static boolean leadsSomewhere(Path page, MatchResult link) {
        Path target = link.group(1).isEmpty() ? page : target(page, link);
        return Files.exists(target)
                && (link.group(2) == null || headings(target).contains(link.group(2)));
    }

    private static Path target(Path page, MatchResult link) {
        return page.resolveSibling(link.group(1)).normalize();
    }

    private static List<MatchResult> links(Path page) {
        return LINK.matcher(prose(page)).results().toList();
    }

    /** As GitHub names them: lower case, without punctuation, spaces as hyphens. */
    private static List<String> headings(Path page) {
        return HEADING.matcher(prose(page))
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toList());
    }

    private static String prose(Path page) {
        try {
            return FENCE.matcher(Files.readString(page)).replaceAll("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
