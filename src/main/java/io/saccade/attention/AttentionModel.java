package io.saccade.attention;

import io.saccade.frame.FrameSize;
import io.saccade.frame.Image;
import io.saccade.onnx.ExecutionProvider;
import io.saccade.onnx.OnnxRuntime;
import io.saccade.onnx.Session;
import java.util.HashMap;
import java.util.Map;

/**
 * The attention operator ready to run: open sessions and their parameters.
 *
 * <p>Thread-safe. Each scoring thread takes an {@linkplain #newOperator operator} of its own; all of them share the
 * sessions. Operators must be closed before the model.
 */
public final class AttentionModel implements ScoringModel {

    private final Variant variant;
    private final OnnxRuntime runtime;
    private final AttentionParameters parameters;
    private final Map<Part, Session> sessions = new HashMap<>();

    private AttentionModel(AttentionParameters parameters, Variant variant, OnnxRuntime runtime) {
        this.parameters = parameters;
        this.variant = variant;
        this.runtime = runtime;
    }

    /**
     * Readies the operator; graphs are opened as frames first need them, which takes tens of milliseconds.
     *
     * @throws io.saccade.onnx.ProviderUnavailableException if CUDA was asked for by name and can't run
     */
    public static AttentionModel load(AttentionParameters parameters, Variant variant, ExecutionProvider provider) {
        return new AttentionModel(parameters, variant, OnnxRuntime.on(provider));
    }

    @Override
    public AttentionOperator newOperator() {
        if (variant == Variant.WINDOWED) {
            return new WindowedOperator(this);
        }
        return runtime.provider() == ExecutionProvider.CUDA ? new StraightOperator(this) : new TiledOperator(this);
    }

    /** The parameters. */
    public AttentionParameters parameters() {
        return parameters;
    }

    /** Which operator this is. */
    public Variant variant() {
        return variant;
    }

    @Override
    public OnnxRuntime runtime() {
        return runtime;
    }

    @Override
    public int inputChannels() {
        return parameters.inputChannels();
    }

    @Override
    public int outputChannels() {
        return parameters.outputChannels();
    }

    @Override
    public int minimumExtent() {
        return variant.minimumExtent();
    }

    @Override
    public String operator() {
        return switch (variant) {
            case PER_PIXEL -> "attention/1";
            case WINDOWED -> "attention-windowed/1";
        };
    }

    @Override
    public String digest() {
        return parameters.digest();
    }

    @Override
    public FrameSize nearest(FrameSize wanted) {
        return wanted;
    }

    /**
     * The parameters to score an image with.
     *
     * @throws IllegalArgumentException if the image has another number of channels, or is smaller than the operator's
     *     window
     */
    AttentionParameters parametersFor(Image image) {
        if (image.channels() != parameters.inputChannels()) {
            throw new IllegalArgumentException(
                    "expected an image of " + parameters.inputChannels() + " channels, got " + image.channels());
        }
        int least = variant.minimumExtent();
        if (image.width() < least || image.height() < least) {
            throw new IllegalArgumentException("the " + variant + " operator needs an image of at least " + least
                    + " × " + least + " pixels, got " + image.width() + " × " + image.height());
        }
        return parameters;
    }

    /** The session of a graph, opened when first needed. */
    Session session(Part part) {
        synchronized (sessions) {
            return sessions.computeIfAbsent(
                    part, p -> runtime.open(p.toModel(parameters.inputChannels(), parameters.outputChannels())));
        }
    }

    @Override
    public void close() {
        synchronized (sessions) {
            sessions.values().forEach(Session::close);
            sessions.clear();
        }
    }
}
