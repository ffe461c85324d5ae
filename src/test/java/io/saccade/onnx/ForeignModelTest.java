package io.saccade.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TrainingInfoProto;
import io.saccade.Models;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What somebody else's model may not do. */
class ForeignModelTest {

    private static final TensorProto ELSEWHERE = TensorProto.newBuilder()
            .setName("weights")
            .setDataLocation(TensorProto.DataLocation.EXTERNAL)
            .addExternalData(
                    StringStringEntryProto.newBuilder().setKey("location").setValue("../../etc/passwd"))
            .build();

    private static final AttributeProto HIDDEN = AttributeProto.newBuilder()
            .setName("value")
            .setType(AttributeProto.AttributeType.TENSOR)
            .setT(ELSEWHERE)
            .build();

    static Stream<ModelProto> modelsWithWeightsInAnotherFile() {
        NodeProto constant = NodeProto.newBuilder()
                .setOpType("Constant")
                .addAttribute(HIDDEN)
                .build();
        GraphProto graph = GraphProto.newBuilder().addNode(constant).build();
        AttributeProto branch =
                AttributeProto.newBuilder().setName("then_branch").setG(graph).build();
        AttributeProto branches =
                AttributeProto.newBuilder().setName("branches").addGraphs(graph).build();
        SparseTensorProto sparse =
                SparseTensorProto.newBuilder().setValues(ELSEWHERE).build();
        return Stream.of(
                changed(model -> model.getGraphBuilder().addInitializer(ELSEWHERE)),
                changed(model -> model.getGraphBuilder()
                        .addInitializer(ELSEWHERE.toBuilder().clearExternalData())),
                changed(model -> model.getGraphBuilder()
                        .addInitializer(ELSEWHERE.toBuilder().clearDataLocation())),
                changed(model -> model.getGraphBuilder().addSparseInitializer(sparse)),
                changed(model -> model.getGraphBuilder().addNode(constant)),
                changed(model -> model.getGraphBuilder().getNodeBuilder(0).addAttribute(branch)),
                changed(model -> model.getGraphBuilder().getNodeBuilder(0).addAttribute(branches)),
                changed(model -> model.addFunctions(FunctionProto.newBuilder().addNode(constant))),
                changed(model ->
                        model.addTrainingInfo(TrainingInfoProto.newBuilder().setAlgorithm(graph))));
    }

    @ParameterizedTest
    @MethodSource("modelsWithWeightsInAnotherFile")
    void weightsInAnotherFileAreRefusedWhereverTheyHide(ModelProto model) {
        assertThatThrownBy(() -> OnnxRuntime.on(ExecutionProvider.CPU).openForeign(model.toByteArray()))
                .isInstanceOf(ModelRefusedException.class)
                .hasMessage("keeps tensor 'weights' in another file (external data), expected all weights inside the"
                        + " model");
    }

    @Test
    void customOperatorsAreRefusedInTheGraphAndInItsBranches() {
        NodeProto custom =
                NodeProto.newBuilder().setDomain("com.acme").setOpType("Detect").build();
        AttributeProto branch = AttributeProto.newBuilder()
                .setName("then_branch")
                .setG(GraphProto.newBuilder().addNode(custom))
                .build();
        for (ModelProto model : List.of(
                changed(m -> m.getGraphBuilder().addNode(custom)),
                changed(m -> m.getGraphBuilder().getNodeBuilder(0).addAttribute(branch)))) {
            assertThatThrownBy(() -> OnnxRuntime.on(ExecutionProvider.CPU).openForeign(model.toByteArray()))
                    .isInstanceOf(ModelRefusedException.class)
                    .hasMessage("needs the custom operator com.acme.Detect, expected operators of [ai.onnx, ai.onnx.ml,"
                            + " com.microsoft]; libraries of custom operators are never loaded");
        }
    }

    @Test
    void aFunctionThatTheModelBringsItselfIsNoCustomOperator() throws Exception {
        ModelProto model = changed(m -> {
            m.addOpsetImport(
                    OperatorSetIdProto.newBuilder().setDomain("com.acme").setVersion(1));
            m.addFunctions(FunctionProto.newBuilder()
                    .setDomain("com.acme")
                    .setName("Same")
                    .addInput("x")
                    .addOutput("y")
                    .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(21))
                    .addNode(NodeProto.newBuilder()
                            .setOpType("Identity")
                            .addInput("x")
                            .addOutput("y")));
            NodeProto.Builder last =
                    m.getGraphBuilder().getNodeBuilder(m.getGraph().getNodeCount() - 1);
            assertThat(last.getOutput(0)).isEqualTo("map");
            last.setOutput(0, "almost");
            m.getGraphBuilder()
                    .addNode(NodeProto.newBuilder()
                            .setDomain("com.acme")
                            .setOpType("Same")
                            .addInput("almost")
                            .addOutput("map"));
        });

        try (Session session = OnnxRuntime.on(ExecutionProvider.CPU).openForeign(model.toByteArray())) {
            assertThat(session.inputs()).hasToString("['image' uint8 [H, W, 3]]");
            assertThat(session.outputs()).hasToString("['map' float [1, H, W]]");
        }
    }

    @Test
    void theMarkOfOnnxRuntimesOwnFormatDoesNotKeepTheProtobufFromBeingTheModel() throws Exception {
        byte[] bytes = Models.interleaved(ElementType.UINT8, 1);
        System.arraycopy("ORTM".getBytes(StandardCharsets.US_ASCII), 0, bytes, 4, 4); // in the producer's name

        try (Session session = OnnxRuntime.on(ExecutionProvider.CPU).openForeign(bytes)) {
            assertThat(session.outputs()).hasToString("['map' float [1, H, W]]");
        }
        assertThatThrownBy(() -> OnnxRuntime.on(ExecutionProvider.CPU).open(bytes))
                .isInstanceOf(OnnxException.class);
    }

    private static ModelProto changed(Consumer<ModelProto.Builder> change) {
        try {
            ModelProto.Builder model = ModelProto.parseFrom(Models.interleaved(ElementType.UINT8, 1)).toBuilder();
            change.accept(model);
            return model.build();
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }
}
