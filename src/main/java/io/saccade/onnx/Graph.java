package io.saccade.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An ONNX graph under construction.
 *
 * <p>Each method appends one node and gives the tensor that it makes, so that a graph reads like the formula it stands
 * for: {@code g.div(g.matMul(values, e), g.matMul(ones, e))}. What the named methods leave out goes through
 * {@link #node}.
 *
 * <p>A sub-graph ({@link #ifElse}, {@link #scan}) is written as a function that gets the sub-graph; it may read every
 * tensor of the graphs around it, but must append its nodes to the graph it was given. Names are made here and never
 * clash. Constants live where they were made.
 *
 * <p>Building is deterministic: the same calls give the same bytes.
 */
public final class Graph {

    /** Version of the standard operators: the newest whose every operator that we use has been long in ONNX Runtime. */
    private static final int OPSET = 21;

    private static final int IR_VERSION = 10;
    private static final String RUNTIME_DOMAIN = "com.microsoft";

    private final GraphProto.Builder proto = GraphProto.newBuilder();
    private final @Nullable Graph parent;
    private final AtomicInteger names;
    private final Map<String, Value> outputs = new LinkedHashMap<>();

    private Graph(String name, @Nullable Graph parent, AtomicInteger names) {
        proto.setName(name);
        this.parent = parent;
        this.names = names;
    }

    /** A new, empty graph. */
    public static Graph named(String name) {
        return new Graph(name, null, new AtomicInteger());
    }

    /**
     * The finished model's bytes.
     *
     * @param metadata free strings kept in the model, such as where its formula comes from
     */
    public byte[] toModel(Map<String, String> metadata) {
        if (parent != null) {
            throw new IllegalStateException("'" + proto.getName() + "' is a sub-graph, not a model");
        }
        ModelProto.Builder model = ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("saccade")
                .setGraph(finished())
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
                .addOpsetImport(OperatorSetIdProto.newBuilder()
                        .setDomain(RUNTIME_DOMAIN)
                        .setVersion(1));
        new TreeMap<>(metadata)
                .forEach((key, value) -> model.addMetadataProps(
                        StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        return model.build().toByteArray();
    }

    /**
     * The graph with its outputs. Where a node makes one, it makes it under the output's name: ONNX Runtime would run a node
     * that only gives it the name as a copy.
     */
    private GraphProto finished() {
        GraphProto.Builder graph = proto.clone();
        Map<String, String> renamed = new HashMap<>();
        outputs.forEach((name, value) -> {
            boolean made = proto.getNodeList().stream()
                    .anyMatch(node -> node.getOutputList().contains(value.name()));
            if (!made || renamed.putIfAbsent(value.name(), name) != null) {
                graph.addNode(NodeProto.newBuilder()
                        .setOpType("Identity")
                        .addInput(value.name())
                        .addOutput(name));
            }
        });
        rename(graph, renamed);
        return graph.build();
    }

    /** Also in sub-graphs, which see the names of the graphs around them. */
    private static void rename(GraphProto.Builder graph, Map<String, String> renamed) {
        for (NodeProto.Builder node : graph.getNodeBuilderList()) {
            for (int i = 0; i < node.getInputCount(); i++) {
                node.setInput(i, renamed.getOrDefault(node.getInput(i), node.getInput(i)));
            }
            for (int i = 0; i < node.getOutputCount(); i++) {
                node.setOutput(i, renamed.getOrDefault(node.getOutput(i), node.getOutput(i)));
            }
            node.getAttributeBuilderList().stream()
                    .filter(AttributeProto.Builder::hasG)
                    .forEach(attribute -> rename(attribute.getGBuilder(), renamed));
        }
    }

    // ---- edges of the graph

    /** An input of the graph. */
    public Value input(String name, ElementType type, Dimension... shape) {
        proto.addInput(info(name, type, shape));
        return new Value(name, this);
    }

    /** Makes {@code value} an output of the graph under a name of its own. */
    public void output(String name, Value value, ElementType type, Dimension... shape) {
        proto.addOutput(info(name, type, shape));
        outputs.put(name, value);
    }

    private static ValueInfoProto info(String name, ElementType type, Dimension... shape) {
        TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
        for (Dimension dimension : shape) {
            TensorShapeProto.Dimension.Builder extent = dimensions.addDimBuilder();
            if (dimension instanceof Dimension.Fixed fixed) {
                extent.setDimValue(fixed.extent());
            } else if (dimension instanceof Dimension.Named named) {
                extent.setDimParam(named.name());
            }
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(type.number())
                                .setShape(dimensions)))
                .build();
    }

    // ---- constants

    /** A float32 scalar. */
    public Value scalar(float number) {
        return initializer(ElementType.FLOAT, List.of(), tensor -> tensor.addFloatData(number));
    }

    /** A float64 scalar. */
    public Value scalar(double number) {
        return initializer(ElementType.DOUBLE, List.of(), tensor -> tensor.addDoubleData(number));
    }

    /** An int64 scalar. */
    public Value scalar(long number) {
        return initializer(ElementType.INT64, List.of(), tensor -> tensor.addInt64Data(number));
    }

    /** An int64 vector, as shapes and indices are given. */
    public Value longs(long... numbers) {
        return initializer(ElementType.INT64, List.of((long) numbers.length), tensor -> Arrays.stream(numbers)
                .forEach(tensor::addInt64Data));
    }

    /** A float64 tensor of that shape, row-major. */
    public Value doubles(double[] numbers, long... shape) {
        return initializer(ElementType.DOUBLE, Arrays.stream(shape).boxed().toList(), tensor -> Arrays.stream(numbers)
                .forEach(tensor::addDoubleData));
    }

    /** A float32 tensor of that shape, row-major. */
    public Value floats(float[] numbers, long... shape) {
        return initializer(ElementType.FLOAT, Arrays.stream(shape).boxed().toList(), tensor -> {
            for (float number : numbers) {
                tensor.addFloatData(number);
            }
        });
    }

    private Value initializer(ElementType type, List<Long> shape, Consumer<TensorProto.Builder> content) {
        Value value = fresh("constant");
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(value.name())
                .setDataType(type.number())
                .addAllDims(shape);
        content.accept(tensor);
        proto.addInitializer(tensor);
        return value;
    }

    // ---- any operator

    /** Appends a node of the standard operator set with one output. */
    public Value node(String operator, List<Value> inputs, Attribute... attributes) {
        return nodes(operator, 1, inputs, attributes).get(0);
    }

    /** Appends a node of the standard operator set. */
    public List<Value> nodes(String operator, int outputs, List<Value> inputs, Attribute... attributes) {
        return append("", operator, outputs, inputs, attributes);
    }

    private List<Value> append(
            String domain, String operator, int outputs, List<Value> inputs, Attribute... attributes) {
        NodeProto.Builder node = NodeProto.newBuilder().setDomain(domain).setOpType(operator);
        inputs.forEach(input -> node.addInput(readable(input).name()));
        Arrays.stream(attributes).forEach(attribute -> node.addAttribute(attribute.proto()));
        List<Value> values =
                IntStream.range(0, outputs).mapToObj(i -> fresh(operator)).toList();
        values.forEach(value -> node.addOutput(value.name()));
        node.setName(values.get(0).name());
        proto.addNode(node);
        return values;
    }

    /** A sub-graph sees the graphs around it, no graph sees into its sub-graphs. */
    private Value readable(Value value) {
        for (Graph graph = this; graph != null; graph = graph.parent) {
            if (value.owner() == graph) {
                return value;
            }
        }
        throw new IllegalArgumentException("'" + value + "' belongs to graph '"
                + value.owner().proto.getName() + "', which '" + proto.getName() + "' does not see");
    }

    private Value fresh(String stem) {
        return new Value(stem + "_" + names.incrementAndGet(), this);
    }

    // ---- arithmetic, element by element with broadcasting

    public Value add(Value a, Value b) {
        return node("Add", List.of(a, b));
    }

    public Value sub(Value a, Value b) {
        return node("Sub", List.of(a, b));
    }

    public Value mul(Value a, Value b) {
        return node("Mul", List.of(a, b));
    }

    public Value div(Value a, Value b) {
        return node("Div", List.of(a, b));
    }

    public Value exp(Value a) {
        return node("Exp", List.of(a));
    }

    public Value abs(Value a) {
        return node("Abs", List.of(a));
    }

    public Value neg(Value a) {
        return node("Neg", List.of(a));
    }

    public Value max(Value a, Value b) {
        return node("Max", List.of(a, b));
    }

    public Value min(Value a, Value b) {
        return node("Min", List.of(a, b));
    }

    public Value sigmoid(Value a) {
        return node("Sigmoid", List.of(a));
    }

    public Value tanh(Value a) {
        return node("Tanh", List.of(a));
    }

    /** {@code ln(1 + exp(a))}. */
    public Value softplus(Value a) {
        return node("Softplus", List.of(a));
    }

    public Value greater(Value a, Value b) {
        return node("Greater", List.of(a, b));
    }

    public Value less(Value a, Value b) {
        return node("Less", List.of(a, b));
    }

    public Value and(Value a, Value b) {
        return node("And", List.of(a, b));
    }

    /** {@code condition ? a : b}, element by element. */
    public Value where(Value condition, Value a, Value b) {
        return node("Where", List.of(condition, a, b));
    }

    public Value sqrt(Value a) {
        return node("Sqrt", List.of(a));
    }

    public Value cast(Value a, ElementType type) {
        return node("Cast", List.of(a), Attribute.of("to", type.number()));
    }

    // ---- linear algebra

    /** Matrix product over the last two axes. */
    public Value matMul(Value a, Value b) {
        return node("MatMul", List.of(a, b));
    }

    /** {@code a · b + c} for matrices; {@code c} is a column, repeated along the rows. */
    public Value matMulPlus(Value a, Value b, Value c) {
        return node("Gemm", List.of(a, b, c));
    }

    /** {@code aᵀ · b} for matrices. */
    public Value transposedMatMul(Value a, Value b) {
        return node("Gemm", List.of(a, b), Attribute.of("transA", 1));
    }

    /** {@code a · bᵀ} for matrices. */
    public Value matMulTransposed(Value a, Value b) {
        return node("Gemm", List.of(a, b), Attribute.of("transB", 1));
    }

    // ---- reductions; the axes stay with extent 1 where keep is set

    public Value sum(Value a, boolean keep, long... axes) {
        return reduce("ReduceSum", a, keep, axes);
    }

    public Value max(Value a, boolean keep, long... axes) {
        return reduce("ReduceMax", a, keep, axes);
    }

    public Value min(Value a, boolean keep, long... axes) {
        return reduce("ReduceMin", a, keep, axes);
    }

    /** The mean of all elements, a scalar. */
    public Value mean(Value a) {
        return node("ReduceMean", List.of(a), Attribute.of("keepdims", 0));
    }

    /** The sum of the squares of all elements, a scalar. */
    public Value sumOfSquares(Value a) {
        return node("ReduceSumSquare", List.of(a), Attribute.of("keepdims", 0));
    }

    private Value reduce(String operator, Value a, boolean keep, long... axes) {
        return node(operator, List.of(a, longs(axes)), Attribute.of("keepdims", keep ? 1 : 0));
    }

    // ---- shape

    /** The same elements in another shape; 0 keeps an extent, −1 stands for the rest. */
    public Value reshape(Value a, long... shape) {
        return node("Reshape", List.of(a, longs(shape)));
    }

    public Value transpose(Value a, long... permutation) {
        return node("Transpose", List.of(a), Attribute.of("perm", permutation));
    }

    /** The extents of {@code a}, an int64 vector. */
    public Value shape(Value a) {
        return node("Shape", List.of(a));
    }

    /** {@code a} repeated to a shape (an int64 vector) by the rules of broadcasting. */
    public Value expand(Value a, Value shape) {
        return node("Expand", List.of(a, shape));
    }

    public Value concat(long axis, List<Value> parts) {
        return node("Concat", parts, Attribute.of("axis", axis));
    }

    /** {@code parts} equal pieces along an axis. */
    public List<Value> split(Value a, long axis, int parts) {
        return nodes("Split", parts, List.of(a), Attribute.of("axis", axis), Attribute.of("num_outputs", parts));
    }

    /** Elements {@code begin … end − 1} along an axis. */
    public Value slice(Value a, long axis, long begin, long end) {
        return slice(a, axis, longs(begin), longs(end));
    }

    /** Elements {@code begin … end − 1} along an axis; the bounds are int64 vectors of one element. */
    public Value slice(Value a, long axis, Value begin, Value end) {
        return node("Slice", List.of(a, begin, end, longs(axis)));
    }

    /** The slices of {@code a} along an axis that an integer tensor names. */
    public Value gather(Value a, Value indices, long axis) {
        return node("Gather", List.of(a, indices), Attribute.of("axis", axis));
    }

    /** {@code a[…, indices[…, i, …], …]} along an axis; for single elements three times as fast as {@link #gather}. */
    public Value lookUp(Value a, Value indices, long axis) {
        return node("GatherElements", List.of(a, indices), Attribute.of("axis", axis));
    }

    // ---- control

    /** What a sub-graph computes: it appends to {@code body} and gives the results. */
    @FunctionalInterface
    public interface Branch extends Function<Graph, List<Value>> {}

    /**
     * Runs one of two sub-graphs.
     *
     * @param condition a boolean of one element
     * @param then the results where it holds
     * @param otherwise as many results, of the same types
     */
    public List<Value> ifElse(Value condition, Branch then, Branch otherwise) {
        GraphProto thenGraph = branch("then", then);
        GraphProto elseGraph = branch("else", otherwise);
        if (thenGraph.getOutputCount() != elseGraph.getOutputCount()) {
            throw new IllegalArgumentException("the branches give " + thenGraph.getOutputCount() + " and "
                    + elseGraph.getOutputCount() + " results");
        }
        return nodes(
                "If",
                thenGraph.getOutputCount(),
                List.of(condition),
                Attribute.of("then_branch", thenGraph),
                Attribute.of("else_branch", elseGraph));
    }

    private GraphProto branch(String name, Branch branch) {
        Graph body = new Graph(name, this, names);
        body.results(branch.apply(body));
        return body.proto.build();
    }

    /** What one step of a {@link #scan} computes. */
    @FunctionalInterface
    public interface Step {

        /**
         * Appends one step.
         *
         * @param body the sub-graph to append to
         * @param states what the last step handed on, the initial states at first
         * @param slices this step's slice of each sequence, without the leading axis
         * @return the new states, then this step's slice of each result
         */
        List<Value> apply(Graph body, List<Value> states, List<Value> slices);
    }

    /**
     * Walks along the leading axis of some sequences.
     *
     * @param initial the states before the first step; may be empty
     * @param sequences tensors of one common leading extent
     * @return the last states, then each step's results stacked along a new leading axis
     */
    public List<Value> scan(List<Value> initial, List<Value> sequences, Step step) {
        Graph body = new Graph("scan", this, names);
        List<Value> states =
                initial.stream().map(state -> body.parameter("state")).toList();
        List<Value> slices =
                sequences.stream().map(sequence -> body.parameter("slice")).toList();
        List<Value> results = step.apply(body, states, slices);
        body.results(results);
        List<Value> inputs = new ArrayList<>(initial);
        inputs.addAll(sequences);
        return nodes(
                "Scan",
                results.size(),
                inputs,
                Attribute.of("num_scan_inputs", sequences.size()),
                Attribute.of("body", body.proto.build()));
    }

    /** A {@link #scan} that hands nothing from step to step. */
    public List<Value> scan(List<Value> sequences, Function<Graph, Function<List<Value>, List<Value>>> step) {
        return scan(Collections.emptyList(), sequences, (body, states, slices) -> step.apply(body)
                .apply(slices));
    }

    /** An input of a sub-graph: its type and shape follow from the node that holds the sub-graph. */
    private Value parameter(String stem) {
        Value value = fresh(stem);
        proto.addInput(ValueInfoProto.newBuilder().setName(value.name()));
        return value;
    }

    /** A result must be made by the sub-graph itself, and once for each output. */
    private void results(List<Value> results) {
        for (Value result : results) {
            boolean taken = proto.getOutputList().stream()
                    .anyMatch(output -> output.getName().equals(result.name()));
            boolean own = result.owner() == this
                    && proto.getNodeList().stream()
                            .anyMatch(node -> node.getOutputList().contains(result.name()));
            Value output = own && !taken ? result : node("Identity", List.of(result));
            proto.addOutput(ValueInfoProto.newBuilder().setName(output.name()));
        }
    }

    /** A named constant of a node. */
    public record Attribute(AttributeProto proto) {

        /** An integer. */
        public static Attribute of(String name, long number) {
            return new Attribute(AttributeProto.newBuilder()
                    .setName(name)
                    .setType(AttributeProto.AttributeType.INT)
                    .setI(number)
                    .build());
        }

        /** A list of integers. */
        public static Attribute of(String name, long[] numbers) {
            AttributeProto.Builder attribute =
                    AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
            Arrays.stream(numbers).forEach(attribute::addInts);
            return new Attribute(attribute.build());
        }

        /** A float32. */
        public static Attribute of(String name, float number) {
            return new Attribute(AttributeProto.newBuilder()
                    .setName(name)
                    .setType(AttributeProto.AttributeType.FLOAT)
                    .setF(number)
                    .build());
        }

        /** A word. */
        public static Attribute of(String name, String word) {
            return new Attribute(AttributeProto.newBuilder()
                    .setName(name)
                    .setType(AttributeProto.AttributeType.STRING)
                    .setS(ByteString.copyFromUtf8(word))
                    .build());
        }

        static Attribute of(String name, GraphProto graph) {
            return new Attribute(AttributeProto.newBuilder()
                    .setName(name)
                    .setType(AttributeProto.AttributeType.GRAPH)
                    .setG(graph)
                    .build());
        }
    }
}
