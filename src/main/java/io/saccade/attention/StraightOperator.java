package io.saccade.attention;

import io.saccade.frame.Image;
import io.saccade.frame.ScoreMap;
import io.saccade.onnx.Binding;
import io.saccade.onnx.ElementType;
import java.nio.ByteBuffer;

/**
 * Runs the straight per-pixel graphs on frames, for GPUs: one run measures the frame and chooses, one scores it.
 *
 * <p>The frame is one tile; the runs take about 100 bytes of device memory for each pixel.
 */
final class StraightOperator implements AttentionOperator {

    private final AttentionModel model;
    private final OperatorBindings bindings = new OperatorBindings();
    private final OperatorBuffers buffers = new OperatorBuffers();

    StraightOperator(AttentionModel model) {
        this.model = model;
    }

    @Override
    public ScoreMap attend(Image image) {
        AttentionParameters parameters = model.parametersFor(image);
        Tiling whole = Tiling.of(image.pixels(), image.pixels());
        ByteBuffer samples = buffers.padded(image, whole.total());
        Binding measuring = bindings.to(model.session(Part.measuring(image.type())), parameters);
        bindings.outputTrace(measuring);
        run(measuring, image, samples, whole);
        Binding scoring = bindings.to(model.session(Part.straight(image.type(), trace().tier())), parameters);
        for (int o = 0; o < parameters.outputChannels(); o++) {
            ByteBuffer plane = buffers.plane(o, whole.total());
            scoring.output(Names.plane(o), ElementType.FLOAT, plane, 1, 1, whole.pixels());
        }
        run(scoring, image, samples, whole);
        return new ScoreMap(image.width(), image.height(), buffers.scores(parameters.outputChannels(), image.pixels()));
    }

    private static void run(Binding binding, Image image, ByteBuffer samples, Tiling whole) {
        binding.input(Names.PIXELS, Names.element(image.type()), samples, 1, whole.pixels(), image.channels());
        try {
            binding.run();
        } finally {
            binding.releaseInput(Names.PIXELS);
        }
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
