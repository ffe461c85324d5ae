package io.saccade.onnx;

import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Looks through a model that somebody else made before ONNX Runtime sees it.
 *
 * <p>A model may be nothing but its own bytes: weights in other files would let it read whatever the service can read, and
 * operators that ONNX Runtime does not have would need a library, which is code. Every message in the file is visited, so
 * that sub-graphs, functions, sparse tensors and training graphs are seen without being named here.
 */
final class ForeignModel {

    /** Operators that ONNX Runtime itself has; the empty name is that of the standard. */
    private static final Set<String> DOMAINS = Set.of("", "ai.onnx", "ai.onnx.ml", "com.microsoft");

    private final Set<String> functions;

    private ForeignModel(ModelProto model) {
        functions = model.getFunctionsList().stream().map(ForeignModel::name).collect(Collectors.toSet());
    }

    /**
     * Refuses what may not be run.
     *
     * @throws ModelRefusedException if the bytes are no ONNX model, refer to other files, or need a custom operator
     */
    static void check(byte[] bytes) throws ModelRefusedException {
        ModelProto model = parse(bytes);
        if (!model.hasGraph() || model.getGraph().getNodeCount() == 0) {
            throw new ModelRefusedException("is not an ONNX model: it has no graph");
        }
        new ForeignModel(model).visit(model);
    }

    /** The weights stay where they are, in {@code bytes}. */
    private static ModelProto parse(byte[] bytes) throws ModelRefusedException {
        CodedInputStream input = UnsafeByteOperations.unsafeWrap(bytes).newCodedInput();
        input.enableAliasing(true);
        try {
            return ModelProto.parseFrom(input);
        } catch (InvalidProtocolBufferException e) {
            throw new ModelRefusedException("is not an ONNX model: " + e.getMessage());
        } catch (IOException impossible) { // nothing is read but an array
            throw new IllegalStateException(impossible);
        }
    }

    private void visit(Message message) throws ModelRefusedException {
        if (message instanceof TensorProto tensor) {
            requireInside(tensor);
        } else if (message instanceof NodeProto node) {
            requireKnown(node);
        }
        for (Object value : message.getAllFields().values()) {
            Collection<?> parts = value instanceof List<?> list ? list : List.of(value);
            for (Object part : parts) {
                if (!(part instanceof Message inner)) {
                    break; // numbers and strings: all parts of a field are of one kind
                }
                visit(inner);
            }
        }
    }

    private static void requireInside(TensorProto tensor) throws ModelRefusedException {
        if (tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL || tensor.getExternalDataCount() > 0) {
            throw new ModelRefusedException("keeps tensor '" + tensor.getName()
                    + "' in another file (external data), expected all weights inside the model");
        }
    }

    private void requireKnown(NodeProto node) throws ModelRefusedException {
        boolean known = DOMAINS.contains(node.getDomain()) || functions.contains(name(node));
        if (!known) {
            throw new ModelRefusedException("needs the custom operator " + name(node) + ", expected operators of "
                    + DOMAINS.stream()
                            .filter(domain -> !domain.isEmpty())
                            .sorted()
                            .toList()
                    + "; libraries of custom operators are never loaded");
        }
    }

    private static String name(NodeProto node) {
        return node.getDomain() + "." + node.getOpType();
    }

    private static String name(FunctionProto function) {
        return function.getDomain() + "." + function.getName();
    }
}
