package io.saccade.attention;

import io.saccade.onnx.Binding;
import io.saccade.onnx.ElementType;
import io.saccade.onnx.Session;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** One operator's bindings to the sessions it uses, with the parameters bound to each. */
final class OperatorBindings implements AutoCloseable {

    private final ByteBuffer tier = OperatorBuffers.direct(Long.BYTES);
    private final ByteBuffer range = OperatorBuffers.direct(Double.BYTES);
    private final Map<Session, Binding> bindings = new HashMap<>();

    /** The binding to a session, with {@code parameters} bound. */
    Binding to(Session session, AttentionParameters parameters) {
        return bindings.computeIfAbsent(session, s -> bind(s, parameters));
    }

    private static Binding bind(Session session, AttentionParameters parameters) {
        Binding binding = new Binding(session);
        int outputs = parameters.outputChannels();
        int positions = AttentionParameters.POSITIONS;
        binding.input(
                Names.KEYS,
                ElementType.FLOAT,
                OperatorBuffers.of(parameters.keys()),
                outputs,
                positions,
                parameters.inputChannels());
        binding.input(Names.VALUES, ElementType.FLOAT, OperatorBuffers.of(parameters.values()), outputs, positions);
        return binding;
    }

    /** Binds the outputs that {@link #trace} reads. */
    void outputTrace(Binding binding) {
        binding.output(Names.TIER, ElementType.INT64, tier);
        binding.output(Names.RANGE, ElementType.DOUBLE, range);
    }

    /** What the last run of a binding with {@link #outputTrace} told. */
    FrameTrace trace() {
        return new FrameTrace(Tier.ofCode(tier.getLong(0)), range.getDouble(0));
    }

    @Override
    public void close() {
        bindings.values().forEach(Binding::close);
        bindings.clear();
    }
}
