package io.saccade.encode;

import io.saccade.attention.AttentionModel;
import io.saccade.attention.AttentionOperator;
import io.saccade.attention.AttentionParameters;
import io.saccade.attention.Variant;
import io.saccade.decode.FrameDecoder;
import io.saccade.frame.Digests;
import io.saccade.frame.FrameSize;
import io.saccade.frame.Payload;
import io.saccade.frame.ScoreMap;
import io.saccade.load.LoadFrames;
import io.saccade.onnx.ExecutionProvider;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
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

/**
 * A frame's score map [oC, H, W], float32, to what is published of it. The map is what the operator makes of a frame of
 * {@link LoadFrames} with random keys that spread the logits by a few units.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class EncodeBenchmark {

    private static final int INPUT_CHANNELS = 3;

    /** Steps behind the operator, and alternatives to the first. */
    public enum Form {
        /** All that a lane does for a frame with the default settings: the map as f16, statistics, the frame's digest. */
        LANE,
        /** The map as half precision. */
        F16,
        /** The map as single precision. */
        F32,
        /** The map as a byte for each score. */
        U8,
        /** Statistics of each channel. */
        STATISTICS,
        /** SHA-256 of the frame's payload. */
        DIGEST,
        /** The PNG of the first channel. */
        HEAT_MAP,
        /** {@link Alternatives#halfLoop}. */
        HALF_LOOP,
        /** {@link Alternatives#zstd}. */
        ZSTD,
        /** {@link Alternatives#deflate}. */
        DEFLATE
    }

    /** What is timed. */
    @Param("LANE")
    public Form form;

    /** Frame size. */
    @Param("640x480")
    public String size;

    /** Output channels. */
    @Param("1")
    public int channels;

    private FrameDecoder decoder;
    private AttentionModel model;
    private AttentionOperator operator;
    private Supplier<Object> step;

    /** Scores a frame. */
    @Setup(Level.Trial)
    public void open() throws Exception {
        FrameSize frame = FrameSize.parse(size);
        byte[] payload = LoadFrames.of(frame, 1).get(0);
        decoder = new FrameDecoder(INPUT_CHANNELS, frame.pixels());
        model = AttentionModel.load(parameters(frame), Variant.PER_PIXEL, ExecutionProvider.CPU);
        operator = model.newOperator();
        step = step(operator.attend(decoder.decode(Payload.of(payload))), payload);
    }

    private AttentionParameters parameters(FrameSize frame) {
        Random random = new Random(1);
        float[] keys = new float[channels * AttentionParameters.POSITIONS * INPUT_CHANNELS];
        float[] values = new float[channels * AttentionParameters.POSITIONS];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = (float) (Math.sqrt(frame.pixels()) * random.nextGaussian());
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new AttentionParameters(INPUT_CHANNELS, channels, keys, values, Map.of());
    }

    private Supplier<Object> step(ScoreMap map, byte[] payload) {
        return switch (form) {
            case LANE -> {
                Supplier<byte[]> encode = encoder(ScoreEncoding.F16, map);
                yield () -> List.of(encode.get(), statistics(map), Digests.sha256(payload));
            }
            case F16 -> encoder(ScoreEncoding.F16, map)::get;
            case F32 -> encoder(ScoreEncoding.F32, map)::get;
            case U8 -> encoder(ScoreEncoding.U8, map)::get;
            case STATISTICS -> () -> statistics(map);
            case DIGEST -> () -> Digests.sha256(payload);
            case HEAT_MAP -> () -> HeatMap.png(map.planes().get(0), map.width(), map.height(), 640);
            case HALF_LOOP -> () -> Alternatives.halfLoop(map);
            case ZSTD -> () -> Alternatives.zstd(map);
            case DEFLATE -> () -> Alternatives.deflate(map);
        };
    }

    private static Supplier<byte[]> encoder(ScoreEncoding encoding, ScoreMap map) {
        ScoreMapEncoder encoder = new ScoreMapEncoder(encoding, 1);
        return () -> encoder.encode(map, Map.of("camera", "gate", "frame_id", "1", "model", "m"));
    }

    private static List<ChannelStatistics> statistics(ScoreMap map) {
        return ChannelStatistics.of(map, ScoreSummary.MAX_CHANNELS);
    }

    /** Frees what {@link #open} made. */
    @TearDown(Level.Trial)
    public void close() {
        operator.close();
        model.close();
        decoder.close();
    }

    /** One frame. */
    @Benchmark
    public Object frame() {
        return step.get();
    }
}
