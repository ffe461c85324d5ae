package io.saccade.scoring;

import io.saccade.onnx.ModelRefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the model comes from.
 *
 * @param kind what its file holds
 * @param file empty for the parameters that Saccade comes with
 * @param maxBytes largest file that is read, in bytes
 */
public record ModelSource(Kind kind, Optional<Path> file, long maxBytes) {

    /** 1 GiB. */
    public static final long DEFAULT_MAX_BYTES = 1L << 30;

    /** The largest array, as far as every Java machine allows. */
    private static final long MOST_BYTES = Integer.MAX_VALUE - 8;

    /** What a model's file holds. */
    public enum Kind {
        /** Parameters of the attention operator. */
        PARAMETERS("saccade.model.parameters"),
        /** A user's own ONNX model. */
        ONNX("saccade.model.onnx");

        private final String setting;

        Kind(String setting) {
            this.setting = setting;
        }

        /** The setting that names such a file. */
        public String setting() {
            return setting;
        }
    }

    public ModelSource {
        if (maxBytes < 1 || maxBytes > MOST_BYTES) {
            throw new InvalidSettingException(
                    "saccade.model.max-bytes is " + maxBytes + ", expected 1 to " + MOST_BYTES);
        }
    }

    /**
     * The one of two files that is named, or what Saccade comes with.
     *
     * @throws InvalidSettingException if both are named
     */
    public static ModelSource of(Optional<Path> parameters, Optional<Path> onnx, long maxBytes) {
        if (parameters.isPresent() && onnx.isPresent()) {
            throw new InvalidSettingException("saccade.model.parameters is " + parameters.get()
                    + " and saccade.model.onnx is " + onnx.get() + ", expected one or the other");
        }
        return onnx.isPresent()
                ? new ModelSource(Kind.ONNX, onnx, maxBytes)
                : new ModelSource(Kind.PARAMETERS, parameters, maxBytes);
    }

    /** The parameters that Saccade comes with. */
    public static ModelSource builtIn() {
        return of(Optional.empty(), Optional.empty(), DEFAULT_MAX_BYTES);
    }

    /**
     * The bytes of a file; never more than {@code maxBytes}, even if it grows while it is read.
     *
     * @throws IOException if it can't be read
     * @throws ModelRefusedException if it is larger than {@code maxBytes}
     */
    byte[] read(Path path) throws IOException, ModelRefusedException {
        if (Files.size(path) > maxBytes) {
            throw new ModelRefusedException(
                    "has " + Files.size(path) + " bytes, expected at most " + maxBytes + " (saccade.model.max-bytes)");
        }
        try (InputStream stream = Files.newInputStream(path)) {
            return stream.readNBytes((int) maxBytes);
        }
    }
}
