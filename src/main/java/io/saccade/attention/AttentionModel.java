package io.saccade.attention;

import io.saccade.frame.SampleType;
import io.saccade.onnx.ExecutionProvider;
import io.saccade.onnx.OnnxRuntime;
import io.saccade.onnx.Session;
import java.util.EnumMap;
import java.util.Map;

/**
 * The attention operator ready to run: open sessions and the parameters in force. One for the whole process.
 *
 * <p>Thread-safe. Each scoring thread takes an {@linkplain #newOperator operator} of its own; all of them share the
 * sessions. Operators must be closed before the model.
 */
public final class AttentionModel implements AutoCloseable {

    private final Variant variant;
    private final OnnxRuntime runtime;
    private final Map<SampleType, Session> sessions = new EnumMap<>(SampleType.class);
    private volatile AttentionParameters parameters;

    private AttentionModel(AttentionParameters parameters, Variant variant, OnnxRuntime runtime) {
        this.parameters = parameters;
        this.variant = variant;
        this.runtime = runtime;
    }

    /**
     * Opens the operator.
     *
     * @throws io.saccade.onnx.ProviderUnavailableException if CUDA was asked for by name and can't run
     */
    public static AttentionModel load(AttentionParameters parameters, Variant variant, ExecutionProvider provider) {
        AttentionModel model = new AttentionModel(parameters, variant, OnnxRuntime.on(provider));
        model.session(SampleType.U8);
        return model;
    }

    /** A new operator for one thread; the caller closes it. */
    public AttentionOperator newOperator() {
        return new TiledOperator(this);
    }

    /** The parameters in force. */
    public AttentionParameters parameters() {
        return parameters;
    }

    /**
     * Puts other parameters of the same shape in force: each operator takes them up with its next frame.
     *
     * @throws IllegalArgumentException if they have other numbers of channels
     */
    public void replace(AttentionParameters next) {
        if (next.inputChannels() != parameters.inputChannels()
                || next.outputChannels() != parameters.outputChannels()) {
            throw new IllegalArgumentException("expected parameters for " + parameters.inputChannels() + " input and "
                    + parameters.outputChannels() + " output channels, got " + next.inputChannels() + " and "
                    + next.outputChannels());
        }
        parameters = next;
    }

    /** Which operator this is. */
    public Variant variant() {
        return variant;
    }

    /** What really runs, and why where it is not what was wished for. */
    public OnnxRuntime runtime() {
        return runtime;
    }

    /** The session for samples of a type, opened when first needed. */
    Session session(SampleType type) {
        synchronized (sessions) {
            return sessions.computeIfAbsent(type, this::open);
        }
    }

    private Session open(SampleType type) {
        return runtime.open(new PerPixelGraph(parameters.inputChannels(), parameters.outputChannels(), type).toModel());
    }

    @Override
    public void close() {
        synchronized (sessions) {
            sessions.values().forEach(Session::close);
            sessions.clear();
        }
    }
}
