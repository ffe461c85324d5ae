package io.saccade.attention;

import io.saccade.frame.Image;
import io.saccade.frame.ScoreMap;
import io.saccade.onnx.Binding;
import io.saccade.onnx.ElementType;
import java.nio.ByteBuffer;
import java.util.stream.IntStream;

/** Runs the {@linkplain WindowedGraph windowed graph} on frames, in bands of rows that bound its memory. */
final class WindowedOperator implements AttentionOperator {

    /** Pixels of a band, as far as whole rows allow. */
    private static final int BAND = 8_000;

    /** Pixels whose squares are added at once. */
    private static final int TILE = 16_000;

    private final AttentionModel model;
    private final OperatorBindings bindings = new OperatorBindings();
    private final OperatorBuffers buffers = new OperatorBuffers();

    WindowedOperator(AttentionModel model) {
        this.model = model;
    }

    @Override
    public ScoreMap attend(Image image) {
        AttentionParameters parameters = model.parametersFor(image);
        int width = image.width();
        int height = image.height() - 2;
        int most = Math.max(1, BAND / width);
        int bands = (height + most - 1) / most;
        int rows = (height + bands - 1) / bands;
        int paddedHeight = bands * rows + 2;
        Tiling tiling = Tiling.of(Math.multiplyExact(paddedHeight, width), TILE);

        ByteBuffer samples = buffers.padded(image, tiling.total());
        Binding binding = bindings.to(model.session(Part.windowed(image.type())), parameters);
        bindings.outputTrace(binding);
        ElementType element = Names.element(image.type());
        int channels = image.channels();
        binding.input(Names.PIXELS, element, samples, tiling.tiles(), tiling.pixels(), channels);
        int bytes = Math.toIntExact(Image.bytes(width, paddedHeight, channels, image.type()));
        binding.input(
                WindowedGraph.ROWS,
                element,
                samples.slice(0, bytes).order(samples.order()),
                paddedHeight,
                width,
                channels);
        binding.input(WindowedGraph.BEGINS, ElementType.INT64, multiples(bands, rows, 0), bands, 1);
        binding.input(WindowedGraph.ENDS, ElementType.INT64, multiples(bands, rows, rows + 2), bands, 1);
        int scores = rows * (width - 2);
        for (int o = 0; o < parameters.outputChannels(); o++) {
            binding.output(Names.plane(o), ElementType.FLOAT, buffers.plane(o, bands * scores), bands, 1, scores);
        }
        try {
            binding.run();
        } finally {
            binding.releaseInput(Names.PIXELS);
            binding.releaseInput(WindowedGraph.ROWS);
        }
        return new ScoreMap(width - 2, height, buffers.scores(parameters.outputChannels(), height * (width - 2)));
    }

    private static ByteBuffer multiples(int count, int step, int offset) {
        ByteBuffer numbers = OperatorBuffers.direct(count * Long.BYTES);
        IntStream.range(0, count).forEach(i -> numbers.putLong(i * Long.BYTES, (long) i * step + offset));
        return numbers;
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
