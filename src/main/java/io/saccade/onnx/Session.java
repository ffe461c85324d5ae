package io.saccade.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** An open model; any number of threads may run it at once, each with a {@link Binding} of its own. */
public final class Session implements AutoCloseable {

    private final OrtSession session;

    Session(OrtSession session) {
        this.session = session;
    }

    OrtSession ort() {
        return session;
    }

    /** What must be bound to run, initialisers aside, in the model's order. */
    public List<TensorSignature> inputs() {
        try {
            return signatures(session.getInputInfo().values());
        } catch (OrtException e) {
            throw new OnnxException("can't ask for the inputs", e);
        }
    }

    /** What a run can give, in the model's order. */
    public List<TensorSignature> outputs() {
        try {
            return signatures(session.getOutputInfo().values());
        } catch (OrtException e) {
            throw new OnnxException("can't ask for the outputs", e);
        }
    }

    private static List<TensorSignature> signatures(Collection<NodeInfo> nodes) {
        return nodes.stream()
                .map(node -> node.getInfo() instanceof TensorInfo tensor
                        ? new TensorSignature(node.getName(), type(tensor), shape(tensor))
                        : new TensorSignature(node.getName(), "no tensor", List.of()))
                .toList();
    }

    private static String type(TensorInfo tensor) {
        return tensor.onnxType
                .name()
                .replace("ONNX_TENSOR_ELEMENT_DATA_TYPE_", "")
                .toLowerCase(Locale.ROOT);
    }

    private static List<Dimension> shape(TensorInfo tensor) {
        long[] extents = tensor.getShape();
        String[] names = tensor.getDimensionNames();
        return IntStream.range(0, extents.length)
                .mapToObj(i -> extents[i] < 0 ? Dimension.named(names[i]) : Dimension.of(extents[i]))
                .toList();
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new OnnxException("can't close the session", e);
        }
    }
}
