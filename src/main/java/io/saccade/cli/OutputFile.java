package io.saccade.cli;

import io.saccade.cli.GanSubcommand.UsageException;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file that is there as a whole or not at all, whenever the command is ended. */
final class OutputFile {

    private OutputFile() {}

    /** Looks whether the file could be written, before there is any work to lose. */
    static void requireWritable(Path file) throws UsageException {
        Path folder = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file)) {
            throw new UsageException(file + " is a folder, expected a file to write");
        }
        if (folder == null || !Files.isDirectory(folder)) {
            throw new UsageException("the folder of " + file + " does not exist");
        }
        if (!Files.isWritable(folder)) {
            throw new UsageException("nothing can be written to the folder of " + file);
        }
    }

    /** Writes beside the file and then moves over it. */
    static void write(Path file, byte[] bytes) throws IOException {
        Path beside = file.resolveSibling(
                "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try {
            Files.write(beside, bytes);
            move(beside, file);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
