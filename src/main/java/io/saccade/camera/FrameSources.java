package io.saccade.camera;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Opens the source that a person names: a folder, a file, a URL, or standard input. */
public final class FrameSources {

    /** Stands for standard input. */
    public static final String STANDARD_INPUT = "-";

    private FrameSources() {}

    /**
     * Opens a source.
     *
     * @param source a folder of pictures, a picture, an MJPEG file, an {@code http://} or {@code https://} URL, or
     *     {@code -}
     * @param loop whether a folder or file begins again at its end
     * @param notes told in one line about frames left out and connections lost
     * @throws IllegalArgumentException if the name is that of no source; the message is one line for a person
     * @throws IOException if the source can't be opened; the message is one line for a person
     */
    public static FrameSource open(String source, boolean loop, InputStream standardInput, Consumer<String> notes)
            throws IOException, InterruptedException {
        if (source.equals(STANDARD_INPUT)) {
            return MjpegSource.live("stdin", standardInput, notes);
        }
        if (isUrl(source)) {
            return new HttpMjpegSource(url(source), HttpMjpegSource.Patience.DEFAULT, notes);
        }
        if (source.contains("://")) {
            throw new IllegalArgumentException("can't read " + source + ", expected http:// or https://");
        }
        Path path = path(source);
        if (Files.isDirectory(path)) {
            return FileSource.folder(path, loop);
        }
        if (!Files.isReadable(path)) {
            throw new IllegalArgumentException("there is no file or folder " + source);
        }
        if (FileSource.isPicture(path)) {
            String name = FileSource.fileName(path).replaceFirst("\\.[^.]*$", "");
            return new FileSource(name, List.of(path), loop);
        }
        String name = FileSource.fileName(path).toLowerCase(Locale.ROOT);
        if (name.matches(".*\\.(mjpeg|mjpg)")) {
            return MjpegSource.file(path, loop, notes);
        }
        throw new IllegalArgumentException("can't tell what " + source
                + " is, expected .jpg, .jpeg, .png, .mjpeg or .mjpg;" + " a video can be piped in by ffmpeg -f mjpeg");
    }

    /** Whether a source is a web address: a live one that sets its own pace. */
    public static boolean isUrl(String source) {
        String lower = source.toLowerCase(Locale.ROOT);
        return lower.startsWith("http://") || lower.startsWith("https://");
    }

    private static URI url(String source) {
        try {
            URI uri = new URI(source);
            if (uri.getHost() == null) {
                throw new IllegalArgumentException("the URL " + source + " has no host");
            }
            return uri;
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("not a URL: " + source + " (" + e.getReason() + ")");
        }
    }

    private static Path path(String source) {
        try {
            return Path.of(source);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("not a file name: " + source + " (" + e.getReason() + ")");
        }
    }
}
