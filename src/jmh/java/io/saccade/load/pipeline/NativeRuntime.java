package io.saccade.load.pipeline;

import io.saccade.onnx.OnnxRuntime;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** ONNX Runtime's shared library, as the Java artifact carries it. */
final class NativeRuntime {

    private NativeRuntime() {}

    /** Copies it into a folder; empty where the artifact has none for this machine. */
    static Optional<Path> copyTo(Path folder) throws IOException {
        String architecture = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x64";
        boolean mac = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac");
        String name = mac ? "libonnxruntime.dylib" : "libonnxruntime.so";
        String resource = "/ai/onnxruntime/native/" + (mac ? "osx-" : "linux-") + architecture + "/" + name;
        try (InputStream library = OnnxRuntime.class.getResourceAsStream(resource)) {
            if (library == null) {
                return Optional.empty();
            }
            Path copy = folder.resolve(name);
            Files.copy(library, copy);
            return Optional.of(copy);
        }
    }
}
