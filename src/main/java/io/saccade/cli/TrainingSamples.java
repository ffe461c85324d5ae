package io.saccade.cli;

import io.saccade.camera.EncodedFrame;
import io.saccade.camera.FrameSource;
import io.saccade.camera.FrameSources;
import io.saccade.cli.GanSubcommand.UsageException;
import io.saccade.decode.FrameDecoder;
import io.saccade.frame.Payload;
import io.saccade.frame.RejectedException;
import io.saccade.gan.SampleReader;
import io.saccade.gan.SampleReaders;
import io.saccade.gan.net.Volume;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Samples from files, all of them in memory.
 *
 * @param name of the sources together
 * @param all in the order of the sources
 */
record TrainingSamples(String name, List<Sample> all) {

    /**
     * One sample.
     *
     * @param camera the name of its source
     * @param numbers k of them
     */
    record Sample(String camera, float[] numbers) {}

    /** What they are called among the positions of a checkpoint: like a partition of a topic, but no topic has a colon. */
    String position() {
        return "files:" + name + "/0";
    }

    /** Sources that were looked at but not read yet. */
    record Sources(List<String> names, boolean vectors) {

        /** Tells files of vectors from frames. */
        static Sources of(List<String> names) throws UsageException {
            List<String> vectors = names.stream().filter(Sources::isVectors).toList();
            if (!vectors.isEmpty() && vectors.size() != names.size()) {
                throw new UsageException("learn from vectors (" + vectors.get(0) + ") or from frames, not both");
            }
            for (String name : names) {
                if (name.equals(FrameSources.STANDARD_INPUT) || FrameSources.isUrl(name)) {
                    throw new UsageException("can't train from '" + name + "', expected files or folders");
                }
                if (isVectors(name) && !Files.isRegularFile(Path.of(name))) {
                    throw new UsageException("there is no file " + name);
                }
            }
            return new Sources(names, !vectors.isEmpty());
        }

        private static boolean isVectors(String name) {
            return name.toLowerCase(Locale.ROOT).matches(".*\\.(safetensors|json)");
        }

        /** k of the first file of vectors. */
        int vectorSize() throws IOException {
            String first = names.get(0);
            try {
                return SampleReaders.vectorSize(Payload.of(Files.readAllBytes(Path.of(first))));
            } catch (RejectedException e) {
                throw new IOException(first + ": " + e.getMessage());
            }
        }

        /** Reads them all. */
        TrainingSamples read(Volume sample, long maxPixels, Terminal terminal)
                throws UsageException, IOException, InterruptedException {
            List<Sample> all = new ArrayList<>();
            List<String> cameras = new ArrayList<>();
            if (!vectors && sample.isFlat()) {
                throw new UsageException(
                        "frames are averaged to a grid, got --sample " + sample + ", expected HxWxC such as 16x16x3");
            }
            Volume shape = vectors ? Volume.flat(sample.size()) : sample;
            try (SampleReader reader = SampleReaders.of(shape, () -> new FrameDecoder(sample.channels(), maxPixels))) {
                for (String name : names) {
                    cameras.add(vectors ? file(name, reader, all) : frames(name, reader, all, terminal));
                }
            }
            if (all.isEmpty()) {
                throw new IOException("there are no samples in " + String.join(", ", names));
            }
            return new TrainingSamples(cameras.stream().collect(Collectors.joining("+")), all);
        }

        private static String file(String name, SampleReader reader, List<Sample> all) throws IOException {
            Path path = Path.of(name);
            String camera = String.valueOf(path.getFileName()).replaceFirst("\\.[^.]*$", "");
            read(reader, Payload.of(Files.readAllBytes(path)), name, camera, all);
            return camera;
        }

        private static String frames(String name, SampleReader reader, List<Sample> all, Terminal terminal)
                throws UsageException, IOException, InterruptedException {
            try (FrameSource source = open(name, terminal)) {
                for (EncodedFrame frame = source.next(); frame != null; frame = source.next()) {
                    read(reader, Payload.of(frame.bytes()), frame.name(), source.name(), all);
                    terminal.progress(0, () -> "gan train: reading frames, " + all.size());
                }
                return source.name();
            }
        }

        private static FrameSource open(String name, Terminal terminal)
                throws UsageException, IOException, InterruptedException {
            try {
                return FrameSources.open(name, false, InputStream.nullInputStream(), terminal::note);
            } catch (IllegalArgumentException e) {
                throw new UsageException(e);
            }
        }

        private static void read(SampleReader reader, Payload payload, String name, String camera, List<Sample> all)
                throws IOException {
            try {
                reader.read(payload).forEach(numbers -> all.add(new Sample(camera, numbers)));
            } catch (RejectedException e) {
                throw new IOException(name + " can't be learnt from: " + e.getMessage());
            }
        }
    }
}
