package io.saccade.attention;

import io.saccade.frame.Image;
import io.saccade.frame.ScoreMap;
import io.saccade.onnx.Binding;
import io.saccade.onnx.ElementType;
import java.nio.ByteBuffer;

/**
 * Runs the {@linkplain PerPixelGraph#tiled tiled} per-pixel graph on frames.
 *
 * <p>The frame's own buffer is read in place where its pixels divide into tiles, and copied with zeros at its end where
 * they don't.
 */
final class TiledOperator implements AttentionOperator {

    /** Pixels of a tile: eight logits and exponentials for each take 0.6 MB, which stays in a second-level cache. */
    private static final int TILE = 9_600;

    private final AttentionModel model;
    private final OperatorBindings bindings = new OperatorBindings();
    private final OperatorBuffers buffers = new OperatorBuffers();

    TiledOperator(AttentionModel model) {
        this.model = model;
    }

    @Override
    public ScoreMap attend(Image image) {
        AttentionParameters parameters = model.parametersFor(image);
        Tiling tiling = Tiling.of(image.pixels(), TILE);
        Binding binding = bindings.to(model.session(Part.tiled(image.type())), parameters);
        bindings.outputTrace(binding);
        ByteBuffer samples = buffers.padded(image, tiling.total());
        binding.input(
                Names.PIXELS, Names.element(image.type()), samples, tiling.tiles(), tiling.pixels(), image.channels());
        for (int o = 0; o < parameters.outputChannels(); o++) {
            ByteBuffer plane = buffers.plane(o, tiling.total());
            binding.output(Names.plane(o), ElementType.FLOAT, plane, tiling.tiles(), 1, tiling.pixels());
        }
        try {
            binding.run();
        } finally {
            binding.releaseInput(Names.PIXELS);
        }
        return new ScoreMap(image.width(), image.height(), buffers.scores(parameters.outputChannels(), image.pixels()));
    }

    @Override
    public FrameTrace trace() {
        return bindings.trace();
    }

    @Override
    public void close() {
        bindings.close();
    }
}
