package io.saccade.cli;

import io.saccade.cli.GanSubcommand.UsageException;
import io.saccade.gan.Checkpoint;
import io.saccade.gan.CheckpointExport;
import io.saccade.tensor.MalformedTensorsException;
import io.saccade.tensor.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a checkpoint that a person names. */
final class CheckpointFile {

    private CheckpointFile() {}

    /** A checkpoint with its game. */
    static CheckpointExport read(Path file) throws UsageException, IOException, MalformedTensorsException {
        if (!Files.isRegularFile(file)) {
            throw new UsageException("there is no file " + file);
        }
        try {
            return CheckpointExport.of(Checkpoint.of(Safetensors.read(Files.readAllBytes(file))));
        } catch (MalformedTensorsException | IllegalArgumentException e) {
            throw new MalformedTensorsException(file + " is not a checkpoint: " + e.getMessage());
        }
    }
}
