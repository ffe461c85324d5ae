package io.saccade.attention;

import io.saccade.bench.Peers;
import io.saccade.bench.Peers.Python;
import io.saccade.frame.Image;
import io.saccade.frame.ScoreMap;
import io.saccade.onnx.ExecutionProvider;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The operator as a program of {@code load-tests/peers}, which takes {@code HEIGHT WIDTH IC OC FRAME PARAMETERS SCORES}, the last
 * three as files, and prints {@code ms=…}. Each run's scores are compared with the service's.
 *
 * @param command what is run
 * @param version in a few words
 */
record OperatorPeer(List<String> command, String version) {

    private static final Path FOLDER = Path.of("load-tests", "peers");
    private static final Pattern MILLISECONDS = Pattern.compile(" ms=(\\S+)");
    private static final double TOLERANCE = 2e-5;

    /** The C program, compiled into a folder; empty without a compiler {@code cc} that compiles it. */
    static Optional<OperatorPeer> fusedC(Path folder) throws InterruptedException {
        String program = folder.resolve("fused_attention").toString();
        String source = FOLDER.resolve("fused_attention.c").toString();
        try {
            Peers.run(List.of("cc", "-O3", "-march=native", "-ffast-math", source, "-o", program, "-lm"));
            String version =
                    Peers.run(List.of("cc", "--version")).lines().findFirst().orElse("");
            return Optional.of(new OperatorPeer(List.of(program), version));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The Python program with a library, {@code numpy} or {@code pytorch}; empty where no Python has its module. */
    static Optional<OperatorPeer> python(String library, String module) throws InterruptedException {
        String script = FOLDER.resolve("attention.py").toString();
        return Python.with(module)
                .map(python ->
                        new OperatorPeer(List.of(python.command(), script, library), library + " " + python.version()));
    }

    /**
     * Median milliseconds of a frame.
     *
     * @param folder for its files
     * @throws IllegalStateException if its scores are not the service's
     */
    double time(Image image, AttentionParameters parameters, Path folder) throws IOException, InterruptedException {
        Path frame = folder.resolve("frame");
        Path numbers = folder.resolve("parameters");
        Path scores = folder.resolve("scores");
        write(frame, image.samples().duplicate());
        write(numbers, floats(parameters.keys()), floats(parameters.values()));
        List<String> all = new ArrayList<>(command);
        for (int size : List.of(image.height(), image.width(), image.channels(), parameters.outputChannels())) {
            all.add(Integer.toString(size));
        }
        all.addAll(List.of(frame.toString(), numbers.toString(), scores.toString()));
        String output = Peers.run(all);
        Matcher matcher = MILLISECONDS.matcher(output);
        if (!matcher.find()) {
            throw new IOException(version + " printed no time: " + output);
        }
        requireEqual(image, parameters, Files.readAllBytes(scores));
        return Double.parseDouble(matcher.group(1));
    }

    private void requireEqual(Image image, AttentionParameters parameters, byte[] scores) {
        FloatBuffer theirs =
                ByteBuffer.wrap(scores).order(ByteOrder.nativeOrder()).asFloatBuffer();
        try (AttentionModel model = AttentionModel.load(parameters, Variant.PER_PIXEL, ExecutionProvider.CPU);
                AttentionOperator operator = model.newOperator()) {
            ScoreMap map = operator.attend(image);
            double worst = 0;
            for (FloatBuffer plane : map.planes()) {
                for (int i = 0; i < plane.limit(); i++) {
                    double difference = Math.abs(plane.get(i) - theirs.get());
                    worst = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(worst, difference);
                }
            }
            if (worst > TOLERANCE) {
                throw new IllegalStateException(version + " gives other scores than the service, by up to " + worst);
            }
        }
    }

    private static ByteBuffer floats(float[] numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Float.BYTES).order(ByteOrder.nativeOrder());
        bytes.asFloatBuffer().put(numbers);
        return bytes;
    }

    private static void write(Path file, ByteBuffer... parts) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            for (ByteBuffer part : parts) {
                while (part.hasRemaining()) {
                    channel.write(part);
                }
            }
        }
    }
}
