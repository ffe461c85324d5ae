package io.saccade.attention;

import io.saccade.frame.Image;
import io.saccade.frame.SampleType;
import io.saccade.frame.ScoreMap;
import io.saccade.onnx.Binding;
import io.saccade.onnx.ElementType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs the per-pixel graph on frames, one thread's.
 *
 * <p>Buffers grow to the largest frame seen and are reused. The frame's own buffer is read in place where its pixels
 * divide into tiles, and copied into a scratch buffer with zeros at its end where they don't.
 */
final class TiledOperator implements AttentionOperator {

    /** Pixels of a tile: eight exponentials for each take half a megabyte, which stays in a second-level cache of 1 – 2 MB. */
    private static final int TILE = 16_000;

    private final AttentionModel model;
    private final Map<SampleType, Binding> bindings = new EnumMap<>(SampleType.class);
    private final ByteBuffer tier = direct(Long.BYTES);
    private final ByteBuffer range = direct(Double.BYTES);
    private final List<ByteBuffer> planes = new ArrayList<>();
    private ByteBuffer scratch = direct(0);
    private @Nullable AttentionParameters bound;

    TiledOperator(AttentionModel model) {
        this.model = model;
    }

    @Override
    public ScoreMap attend(Image image) {
        AttentionParameters parameters = model.parameters();
        if (image.channels() != parameters.inputChannels()) {
            throw new IllegalArgumentException(
                    "expected an image of " + parameters.inputChannels() + " channels, got " + image.channels());
        }
        int outputs = parameters.outputChannels();
        Tiling tiling = Tiling.of(image.pixels(), TILE);
        Binding binding = binding(image.type(), parameters);
        binding.input(
                PerPixelGraph.PIXELS,
                image.type() == SampleType.U8 ? ElementType.UINT8 : ElementType.FLOAT,
                samples(image, tiling),
                tiling.tiles(),
                tiling.pixels(),
                image.channels());
        List<FloatBuffer> scores = new ArrayList<>();
        for (int o = 0; o < outputs; o++) {
            ByteBuffer plane = plane(o, tiling.total());
            binding.output(PerPixelGraph.plane(o), ElementType.FLOAT, plane, tiling.tiles(), 1, tiling.pixels());
            scores.add(plane.asFloatBuffer().slice(0, image.pixels()));
        }
        try {
            binding.run();
        } finally {
            binding.releaseInput(PerPixelGraph.PIXELS);
        }
        return new ScoreMap(image.width(), image.height(), scores);
    }

    @Override
    public FrameTrace trace() {
        return new FrameTrace(Tier.ofCode(tier.getLong(0)), range.getDouble(0));
    }

    @Override
    public void close() {
        bindings.values().forEach(Binding::close);
        bindings.clear();
    }

    private Binding binding(SampleType type, AttentionParameters parameters) {
        if (!parameters.equals(bound)) {
            close();
            bound = parameters;
        }
        return bindings.computeIfAbsent(type, t -> {
            Binding binding = new Binding(model.session(t));
            int inputs = parameters.inputChannels();
            int outputs = parameters.outputChannels();
            int positions = AttentionParameters.POSITIONS;
            binding.input(PerPixelGraph.KEYS, ElementType.FLOAT, floats(parameters.keys()), outputs, positions, inputs);
            binding.input(PerPixelGraph.VALUES, ElementType.FLOAT, floats(parameters.values()), outputs, positions);
            binding.output(PerPixelGraph.TIER, ElementType.INT64, tier);
            binding.output(PerPixelGraph.RANGE, ElementType.DOUBLE, range);
            return binding;
        });
    }

    /** The samples of all tiles. */
    private ByteBuffer samples(Image image, Tiling tiling) {
        if (tiling.total() == image.pixels()) {
            return image.samples();
        }
        int used = image.samples().limit();
        int needed = Math.toIntExact(Image.bytes(tiling.total(), 1, image.channels(), image.type()));
        if (scratch.capacity() < needed) {
            scratch = direct(needed);
        }
        scratch.clear().limit(needed);
        scratch.put(0, image.samples(), 0, used);
        for (int i = used; i < needed; i++) {
            scratch.put(i, (byte) 0);
        }
        return scratch;
    }

    /** The buffer of an output channel, with room for so many scores. */
    private ByteBuffer plane(int channel, int scores) {
        int needed = Math.multiplyExact(scores, Float.BYTES);
        if (channel == planes.size()) {
            planes.add(direct(needed));
        } else if (planes.get(channel).capacity() < needed) {
            planes.set(channel, direct(needed));
        }
        return planes.get(channel).clear().limit(needed);
    }

    private static ByteBuffer floats(float[] numbers) {
        ByteBuffer buffer = direct(numbers.length * Float.BYTES);
        buffer.asFloatBuffer().put(numbers);
        return buffer;
    }

    private static ByteBuffer direct(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }
}
