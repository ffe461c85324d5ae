package io.saccade.camera;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** JPEG and PNG files, each one frame. */
public final class FileSource implements FrameSource {

    private final String name;
    private final List<Path> files;
    private final boolean loop;
    private int at;

    /** Files in this order, again and again with {@code loop}. */
    public FileSource(String name, List<Path> files, boolean loop) {
        this.name = name;
        this.files = List.copyOf(files);
        this.loop = loop;
    }

    /**
     * The pictures of a folder, in the natural order of their names.
     *
     * @throws IOException if it can't be listed or has none
     */
    public static FileSource folder(Path folder, boolean loop) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> pictures = entries.filter(FileSource::isPicture)
                    .filter(Files::isRegularFile)
                    .sorted((a, b) -> NaturalOrder.INSTANCE.compare(fileName(a), fileName(b)))
                    .toList();
            if (pictures.isEmpty()) {
                throw new IOException("the folder " + folder + " has no .jpg, .jpeg or .png file");
            }
            return new FileSource(fileName(folder.toAbsolutePath().normalize()), pictures, loop);
        }
    }

    /** Whether the name of a file is that of a JPEG or PNG. */
    public static boolean isPicture(Path file) {
        return fileName(file).toLowerCase(Locale.ROOT).matches(".*\\.(jpg|jpeg|png)");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public @Nullable EncodedFrame next() throws IOException {
        if (at == files.size()) {
            if (!loop || files.isEmpty()) {
                return null;
            }
            at = 0;
        }
        Path file = files.get(at++);
        boolean png = fileName(file).toLowerCase(Locale.ROOT).endsWith(".png");
        return new EncodedFrame(
                Files.readAllBytes(file), png ? EncodedFrame.PNG : EncodedFrame.JPEG, null, fileName(file));
    }

    @Override
    public void close() {
        // each file is closed as soon as it is read
    }

    /** The last part of a path; the root has an empty one. */
    static String fileName(Path path) {
        Path name = path.getFileName();
        return name == null ? "" : name.toString();
    }
}
