package io.saccade.decode;

import io.saccade.Pictures;
import io.saccade.frame.FrameSize;
import io.saccade.frame.Payload;
import io.saccade.load.LoadFrames;
import io.saccade.opencv.OpenCv;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
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

/** A frame's encoded bytes to its 8-bit samples [H, W, 3]; the frames of {@link LoadFrames} in turns. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class DecodeBenchmark {

    private static final int PICTURES = 12;
    private static final int CHANNELS = 3;
    private static final long MAX_PIXELS = 64_000_000;

    /** Ways to the samples. */
    public enum Form {
        /** As a lane of the service calls it: with a deadline. */
        SERVICE,
        /** The service's decoder on the calling thread, without a deadline. */
        NO_DEADLINE,
        /** OpenCV's {@code imdecode} into a matrix that is reused, with nothing looked at before. */
        BARE_OPENCV,
        /** The JDK's ImageIO, to a {@link BufferedImage}. */
        IMAGE_IO
    }

    /** A decoder of any kind. */
    private interface Decoder extends AutoCloseable {

        Object decode(byte[] bytes) throws Exception;

        @Override
        default void close() {}
    }

    /** What is timed. */
    @Param("SERVICE")
    public Form form;

    /** {@code jpeg} or {@code png}. */
    @Param("jpeg")
    public String format;

    /** Frame size. */
    @Param("640x480")
    public String size;

    private Decoder decoder;
    private List<byte[]> pictures;
    private int next;

    /** Makes the frames and what decodes them. */
    @Setup(Level.Trial)
    public void open() throws IOException, InterruptedException {
        pictures = pictures();
        decoder = switch (form) {
            case SERVICE ->
                ours(new DeadlineDecoder(
                        () -> new FrameDecoder(CHANNELS, MAX_PIXELS),
                        Duration.ofSeconds(10),
                        DeadlineDecoder.slots(1)));
            case NO_DEADLINE -> ours(new FrameDecoder(CHANNELS, MAX_PIXELS));
            case BARE_OPENCV -> bareOpenCv();
            case IMAGE_IO -> bytes -> ImageIO.read(new ByteArrayInputStream(bytes));
        };
        ImageIO.setUseCache(false);
    }

    private List<byte[]> pictures() throws IOException, InterruptedException {
        List<byte[]> jpegs = LoadFrames.of(FrameSize.parse(size), PICTURES).pictures();
        if (format.equals("jpeg")) {
            return jpegs;
        }
        List<byte[]> others = new ArrayList<>();
        for (byte[] jpeg : jpegs) {
            others.add(Pictures.encode(ImageIO.read(new ByteArrayInputStream(jpeg)), format, false));
        }
        return others;
    }

    private static Decoder ours(ImageDecoder decoder) {
        return new Decoder() {
            @Override
            public Object decode(byte[] bytes) throws Exception {
                return decoder.decode(Payload.of(bytes));
            }

            @Override
            public void close() {
                decoder.close();
            }
        };
    }

    private static Decoder bareOpenCv() {
        OpenCv.load();
        Mat output = new Mat();
        return bytes -> {
            try (Mat input = new Mat(bytes);
                    Mat result = opencv_imgcodecs.imdecode(input, opencv_imgcodecs.IMREAD_COLOR_RGB, output)) {
                return result.address();
            }
        };
    }

    /** Ends the decoder's thread. */
    @TearDown(Level.Trial)
    public void close() {
        decoder.close();
    }

    /** One frame. */
    @Benchmark
    public Object frame() throws Exception {
        return decoder.decode(pictures.get(next++ % PICTURES));
    }
}
