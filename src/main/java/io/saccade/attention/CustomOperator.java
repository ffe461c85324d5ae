package io.saccade.attention;

import io.saccade.frame.Image;
import io.saccade.frame.Reason;
import io.saccade.frame.RejectedException;
import io.saccade.frame.SampleType;
import io.saccade.frame.ScoreMap;
import io.saccade.onnx.Binding;
import io.saccade.onnx.ElementType;
import io.saccade.onnx.FloatTensor;
import io.saccade.onnx.OnnxException;
import io.saccade.onnx.Session;
import java.nio.FloatBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs a user's own model on frames.
 *
 * <p>Its failures are the frame's: a model that can't take a size or divides by zero must not stop the service, and what
 * comes out is looked at before it goes on.
 */
final class CustomOperator implements ScoreOperator {

    private final ImageInput input;
    private final MapOutput output;
    private final float largestScore;
    private final Binding binding;
    private final ImageTensor tensor;
    private final OperatorBuffers planes = new OperatorBuffers();

    CustomOperator(Session session, ImageInput input, MapOutput output, float largestScore) {
        this.input = input;
        this.output = output;
        this.largestScore = largestScore;
        this.binding = new Binding(session);
        this.tensor = new ImageTensor(input);
    }

    @Override
    public ScoreMap attend(Image image) throws RejectedException {
        requireTaken(image);
        FloatTensor scores = run(image);
        if (!output.matches(scores.shape())) {
            throw failed("gave a map of shape " + scores.shape() + ", expected " + output.signature());
        }
        requireFinite(scores.numbers());
        return map(scores);
    }

    private void requireTaken(Image image) throws RejectedException {
        if (!input.takes(image.width(), image.height())) {
            throw new RejectedException(
                    Reason.SIZE_MISMATCH,
                    "the frame has " + image.width() + " × " + image.height() + " pixels, the model takes "
                            + input.size());
        }
        if (image.type() == SampleType.F32 && input.type() == ElementType.UINT8) {
            throw new RejectedException(
                    Reason.UNSUPPORTED_FORMAT, "the frame has float samples, the model takes 8-bit frames only");
        }
    }

    private FloatTensor run(Image image) throws RejectedException {
        String name = input.signature().name();
        binding.input(name, input.type(), tensor.of(image), input.shape(image.width(), image.height()));
        try {
            return binding.runFor(output.signature().name());
        } catch (OnnxException e) {
            throw failed("failed on a frame of " + image.width() + " × " + image.height() + ": " + e.getMessage());
        } finally {
            binding.releaseInput(name);
        }
    }

    private void requireFinite(FloatBuffer scores) throws RejectedException {
        int count = scores.limit();
        for (int i = 0; i < count; i++) {
            if (!(Math.abs(scores.get(i)) <= largestScore)) { // so written that NaN is caught
                throw new RejectedException(
                        Reason.NOT_FINITE,
                        "the model's output has " + scores.get(i) + ", expected finite scores of at most ± "
                                + largestScore + " (saccade.score-map.encoding)");
            }
        }
    }

    /** Copies the scores into direct buffers, as the encoder needs them. */
    private ScoreMap map(FloatTensor scores) {
        List<Long> shape = scores.shape();
        int width = Math.toIntExact(shape.get(shape.size() - 1));
        int height = Math.toIntExact(shape.get(shape.size() - 2));
        int plane = width * height;
        for (int o = 0; o < output.channels(); o++) {
            planes.plane(o, plane).asFloatBuffer().put(0, scores.numbers(), o * plane, plane);
        }
        return new ScoreMap(width, height, planes.scores(output.channels(), plane));
    }

    private static RejectedException failed(String how) {
        return new RejectedException(Reason.SCORING_FAILED, "the model " + how);
    }

    @Override
    public @Nullable FrameTrace trace() {
        return null;
    }

    @Override
    public void close() {
        binding.close();
    }
}
