package io.saccade.load.novelty;

import io.saccade.camera.EncodedFrame;
import io.saccade.camera.FileSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Reads the pictures of a folder in the order of the numbers in their names. */
final class NumberedFrames {

    private NumberedFrames() {}

    /** What is done with each of them. */
    interface Reader {
        void read(long number, byte[] bytes) throws IOException;
    }

    /**
     * Hands out every picture of a folder.
     *
     * @throws IOException if the folder can't be read, or names have no numbers or do not ascend; the message is one line
     */
    static void read(Path folder, Reader reader) throws IOException {
        try (FileSource source = FileSource.folder(folder, false)) {
            long last = -1;
            for (EncodedFrame frame = source.next(); frame != null; frame = source.next()) {
                long number = number(folder, frame.name());
                if (number <= last) {
                    throw new IOException(folder + ": " + frame.name() + " follows frame " + last
                            + ", expected names that differ in one ascending number");
                }
                last = number;
                reader.read(number, frame.bytes());
            }
        }
    }

    private static long number(Path folder, String name) throws IOException {
        return FrameNumbers.of(name)
                .orElseThrow(() ->
                        new IOException(folder + ": " + name + " has no number, expected names such as 00012.jpg"));
    }

    /** How many pictures a folder has. */
    static long count(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(FileSource::isPicture)
                    .filter(Files::isRegularFile)
                    .count();
        }
    }
}
