package io.saccade.attention;

import io.saccade.frame.Image;
import io.saccade.onnx.Binding;
import io.saccade.onnx.ElementType;
import io.saccade.onnx.ExecutionProvider;
import io.saccade.onnx.OnnxRuntime;
import io.saccade.onnx.Session;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One frame through the operator or one of its peers: 8-bit samples in, float32 scores out, normalisation included. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class OperatorBenchmark {

    /** Standard deviation of keys that spread the logits of a frame of 640 × 480 by a few units. */
    static final double KEY_SCALE = 300;

    /** Ways to the same scores. */
    public enum Form {
        /** The service's operator on its exponential tier. */
        EXPONENTIAL(3, KEY_SCALE),
        /** The service's operator on its quadratic tier. */
        QUADRATIC(3, 0.5),
        /** The service's operator on grey frames. */
        TABLE(1, KEY_SCALE),
        /** {@link NaiveGraphs#matMulSoftmax}. */
        MATMUL_SOFTMAX(3, KEY_SCALE),
        /** {@link NaiveGraphs#convSoftmax}. */
        CONV_SOFTMAX(3, KEY_SCALE),
        /** A plain loop with {@link Math#exp}. */
        JAVA(3, KEY_SCALE);

        private final int inputChannels;
        private final double keyScale;

        Form(int inputChannels, double keyScale) {
            this.inputChannels = inputChannels;
            this.keyScale = keyScale;
        }
    }

    /** What is timed. */
    @Param("EXPONENTIAL")
    public Form form;

    /** Frame size. */
    @Param("640x480")
    public String size;

    /** Output channels. */
    @Param("4")
    public int channels;

    private Runnable frame;
    private Runnable close;

    /** Makes the frame and what scores it. */
    @Setup(Level.Trial)
    public void open() {
        int width = Integer.parseInt(size.split("x")[0]);
        int height = Integer.parseInt(size.split("x")[1]);
        Image image = Samples.bytes(width, height, form.inputChannels, 1);
        AttentionParameters parameters = Samples.parameters(form.inputChannels, channels, form.keyScale, 2);
        switch (form) {
            case EXPONENTIAL, QUADRATIC, TABLE -> ours(image, parameters);
            case MATMUL_SOFTMAX -> graph(NaiveGraphs.matMulSoftmax(3, channels), image, parameters, image.pixels(), 3);
            case CONV_SOFTMAX -> graph(NaiveGraphs.convSoftmax(3, channels), image, parameters, 1, height, width, 3);
            case JAVA -> {
                PlainJava plain = new PlainJava(parameters);
                frame = () -> plain.attend(image);
                close = () -> {};
            }
        }
    }

    private void ours(Image image, AttentionParameters parameters) {
        AttentionModel model = AttentionModel.load(parameters, Variant.PER_PIXEL, ExecutionProvider.CPU);
        AttentionOperator operator = model.newOperator();
        frame = () -> operator.attend(image);
        close = () -> {
            operator.close();
            model.close();
        };
        frame.run();
        if (operator.trace().tier() != Tier.valueOf(form.name())) {
            throw new IllegalStateException("expected the tier " + form + ", got " + operator.trace());
        }
    }

    private void graph(byte[] model, Image image, AttentionParameters parameters, long... shape) {
        Session session = OnnxRuntime.on(ExecutionProvider.CPU).open(model);
        Binding binding = new Binding(session);
        binding.input("x", ElementType.UINT8, image.samples(), shape);
        binding.input("keys", ElementType.FLOAT, direct(parameters.keys()), channels, 9, image.channels());
        binding.input("values", ElementType.FLOAT, direct(parameters.values()), channels, 9);
        long[] scores = shape.length == 2
                ? new long[] {channels, image.pixels()}
                : new long[] {channels, image.height(), image.width()};
        ByteBuffer output = ByteBuffer.allocateDirect(channels * image.pixels() * Float.BYTES)
                .order(ByteOrder.nativeOrder());
        binding.output("scores", ElementType.FLOAT, output, scores);
        frame = binding::run;
        close = () -> {
            binding.close();
            session.close();
        };
    }

    private static ByteBuffer direct(float[] numbers) {
        ByteBuffer buffer =
                ByteBuffer.allocateDirect(numbers.length * Float.BYTES).order(ByteOrder.nativeOrder());
        buffer.asFloatBuffer().put(numbers);
        return buffer;
    }

    /** Frees what {@link #open} made. */
    @TearDown(Level.Trial)
    public void close() {
        close.run();
    }

    /** One frame. */
    @Benchmark
    public void frame() {
        frame.run();
    }
}
