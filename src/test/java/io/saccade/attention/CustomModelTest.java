package io.saccade.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.saccade.Models;
import io.saccade.frame.FrameSize;
import io.saccade.frame.Image;
import io.saccade.frame.Reason;
import io.saccade.frame.RejectedException;
import io.saccade.frame.Rejection;
import io.saccade.frame.SampleType;
import io.saccade.frame.ScoreMap;
import io.saccade.onnx.Dimension;
import io.saccade.onnx.ElementType;
import io.saccade.onnx.ExecutionProvider;
import io.saccade.onnx.Graph;
import io.saccade.onnx.ModelRefusedException;
import io.saccade.onnx.Value;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Models of users in the operator's place, through the real ONNX Runtime. */
class CustomModelTest {

    private static final Dimension H = Dimension.named("H");
    private static final Dimension W = Dimension.named("W");

    /** Two rows of three pixels: red, then blue, then both; the second row half as bright. */
    private static final Image IMAGE = Image.copyOf(
            3, 2, 3, new byte[] {(byte) 200, 9, 0, 0, 9, (byte) 200, 100, 9, 50, 100, 9, 0, 0, 9, 100, 50, 9, 25});

    private static final float[] RED_LESS_BLUE = {200, -200, 50, 100, -100, 25};

    static Stream<byte[]> everyLayout() {
        return Stream.of(
                Models.interleaved(ElementType.UINT8, 1),
                Models.interleaved(ElementType.FLOAT, 1),
                Models.planar(ElementType.UINT8),
                Models.planar(ElementType.FLOAT));
    }

    @ParameterizedTest
    @MethodSource("everyLayout")
    void samplesGoInAsTheyWereDecoded(byte[] model) throws Exception {
        try (CustomModel custom = load(model);
                ScoreOperator operator = custom.newOperator()) {
            assertThat(scores(operator.attend(IMAGE))).containsExactly(RED_LESS_BLUE);
            assertThat(operator.trace()).isNull();

            Image larger = Image.allocate(40, 30, 3, SampleType.U8);
            ScoreMap map = operator.attend(larger);
            assertThat(map.width()).isEqualTo(40);
            assertThat(map.height()).isEqualTo(30);
            assertThat(scores(operator.attend(IMAGE))).containsExactly(RED_LESS_BLUE);
        }
    }

    @ParameterizedTest
    @MethodSource("everyLayout")
    void floatFramesAreForModelsThatTakeFloats(byte[] model) throws Exception {
        Image image = Image.allocate(2, 1, 3, SampleType.F32);
        image.samples().putFloat(0, 0.5f);
        try (CustomModel custom = load(model);
                ScoreOperator operator = custom.newOperator()) {
            if (custom.input().type() == ElementType.FLOAT) {
                assertThat(scores(operator.attend(image))).containsExactly(0.5f, 0);
            } else {
                assertThat(rejection(operator, image).reason()).isEqualTo(Reason.UNSUPPORTED_FORMAT);
            }
        }
    }

    @Test
    void itIsKnownByItsFileAndItsSignature() throws Exception {
        try (CustomModel custom = load(Models.channels(4, 2))) {
            assertThat(custom.inputChannels()).isEqualTo(4);
            assertThat(custom.outputChannels()).isEqualTo(2);
            assertThat(custom.operator()).isEqualTo("onnx/1");
            assertThat(custom.digest()).hasSize(64);
            assertThat(custom.input().signature()).hasToString("'image' uint8 [H, W, 4]");
            assertThat(custom.output().signature()).hasToString("'map' float [2, H, W]");
        }
    }

    @Test
    void aModelOfOneSizeRejectsFramesOfAnother() throws Exception {
        byte[] fixed = Models.interleaved(ElementType.UINT8, Dimension.of(2), Dimension.of(3), (g, map) -> map);
        try (CustomModel custom = load(fixed);
                ScoreOperator operator = custom.newOperator()) {
            assertThat(custom.nearest(new FrameSize(64, 64))).isEqualTo(new FrameSize(3, 2));
            assertThat(scores(operator.attend(IMAGE))).containsExactly(RED_LESS_BLUE);

            Rejection rejection = rejection(operator, Image.allocate(2, 3, 3, SampleType.U8));
            assertThat(rejection.reason()).isEqualTo(Reason.SIZE_MISMATCH);
            assertThat(rejection.detail()).isEqualTo("the frame has 2 × 3 pixels, the model takes 3 × 2");
        }
    }

    @Test
    void theMapMayBeSmallerThanTheFrame() throws Exception {
        byte[] cropped = model(g -> {
            Value image = g.input("image", ElementType.FLOAT, Dimension.of(1), Dimension.of(1), H, W);
            Value inner = g.slice(g.slice(image, 2, 1, -1), 3, 1, -1);
            g.output("map", inner, ElementType.FLOAT, Dimension.of(1), Dimension.of(1), named("h"), named("w"));
        });
        try (CustomModel custom = load(cropped);
                ScoreOperator operator = custom.newOperator()) {
            ScoreMap map = operator.attend(Image.copyOf(3, 3, 1, new byte[] {0, 0, 0, 0, 7, 0, 0, 0, 0}));
            assertThat(scores(map)).containsExactly(7);

            Rejection rejection = rejection(operator, Image.allocate(2, 2, 1, SampleType.U8));
            assertThat(rejection.reason()).isEqualTo(Reason.SCORING_FAILED);
            assertThat(rejection.detail())
                    .contains("gave a map of shape [1, 1, 0, 0], expected 'map' float [1, 1, h, w]");
        }
    }

    @Test
    void scoresThatAreNoNumbersAreNeverPublished() throws Exception {
        byte[] roots = Models.interleaved(ElementType.UINT8, H, W, Graph::sqrt);
        try (CustomModel custom = load(roots);
                ScoreOperator operator = custom.newOperator()) {
            Rejection rejection = rejection(operator, IMAGE);
            assertThat(rejection.reason()).isEqualTo(Reason.NOT_FINITE);
            assertThat(rejection.detail()).startsWith("the model's output has NaN");
        }
    }

    @Test
    void scoresPastWhatTheEncodingCanSayAreNeverPublished() throws Exception {
        try (CustomModel custom =
                        CustomModel.load(Models.interleaved(ElementType.UINT8, 1000), 65_504, ExecutionProvider.CPU);
                ScoreOperator operator = custom.newOperator()) {
            Rejection rejection = rejection(operator, IMAGE);
            assertThat(rejection.reason()).isEqualTo(Reason.NOT_FINITE);
            assertThat(rejection.detail()).contains("200000.0").contains("65504");
        }
    }

    @Test
    void aFrameThatTheModelFailsOnIsRejectedAndTheNextIsScored() throws Exception {
        byte[] sixPixelsOnly = Models.interleaved(ElementType.UINT8, H, W, (g, map) -> g.reshape(map, 1, 2, 3));
        try (CustomModel custom = load(sixPixelsOnly);
                ScoreOperator operator = custom.newOperator()) {
            Rejection rejection = rejection(operator, Image.allocate(5, 5, 3, SampleType.U8));
            assertThat(rejection.reason()).isEqualTo(Reason.SCORING_FAILED);
            assertThat(rejection.detail()).startsWith("the model failed on a frame of 5 × 5");

            assertThat(scores(operator.attend(IMAGE))).containsExactly(RED_LESS_BLUE);
        }
    }

    @Test
    void theFirstOutputThatIsAMapIsTaken() throws Exception {
        byte[] several = model(g -> {
            Value image = g.input("image", ElementType.FLOAT, Dimension.of(1), Dimension.of(1), H, W);
            g.output("mean", g.sum(image, false, 0, 1, 2, 3), ElementType.FLOAT);
            g.output(
                    "bytes",
                    g.cast(image, ElementType.UINT8),
                    ElementType.UINT8,
                    Dimension.of(1),
                    Dimension.of(1),
                    H,
                    W);
            g.output("map", image, ElementType.FLOAT, Dimension.of(1), Dimension.of(1), H, W);
            g.output("other", image, ElementType.FLOAT, Dimension.of(1), Dimension.of(1), H, W);
        });
        try (CustomModel custom = load(several)) {
            assertThat(custom.output().signature().name()).isEqualTo("map");
        }
    }

    @Test
    void anotherSignatureIsRefusedInOneLine() {
        refused(
                passing(ElementType.DOUBLE, H, W, Dimension.of(3)),
                "takes 'image' double [H, W, 3], expected one image");
        refused(passing(ElementType.FLOAT, H, W), "takes");
        refused(passing(ElementType.FLOAT, H, W, named("C")), "takes 'image' float [H, W, C], expected one image");
        refused(passing(ElementType.FLOAT, Dimension.of(3), H, W), "iC a number from 1 to 64");
        refused(passing(ElementType.FLOAT, Dimension.of(2), Dimension.of(3), H, W), "[1, iC, H, W]");
        refused(
                passing(ElementType.FLOAT, Dimension.of(1), Dimension.of(480), Dimension.of(640), Dimension.of(3)),
                "takes");
        refused(passing(ElementType.UINT8, H, W, Dimension.of(3)), "gives ['map' uint8 [H, W, 3]], expected a map");
        refused(passing(ElementType.FLOAT, H, W, Dimension.of(3)), "gives ['map' float [H, W, 3]], expected a map");
        refused(
                model(g -> {
                    Value a = g.input("a", ElementType.FLOAT, Dimension.of(1), H, W);
                    Value b = g.input("b", ElementType.FLOAT, Dimension.of(1), H, W);
                    g.output("map", g.add(a, b), ElementType.FLOAT, Dimension.of(1), H, W);
                }),
                "takes ['a' float [1, H, W], 'b' float [1, H, W]], expected one image");
    }

    @Test
    void whatIsNoModelIsRefusedInOneLine() {
        refused("these are no weights".getBytes(StandardCharsets.UTF_8), "is not an ONNX model");
        refused(new byte[0], "is not an ONNX model: it has no graph");
        byte[] whole = Models.planar(ElementType.FLOAT);
        refused(java.util.Arrays.copyOf(whole, whole.length / 2), "is not an ONNX model");
        refused(
                model(g -> g.output(
                        "map",
                        g.node(
                                "NoSuchOperator",
                                java.util.List.of(g.input("image", ElementType.FLOAT, H, W, Dimension.of(3)))),
                        ElementType.FLOAT,
                        Dimension.of(1),
                        H,
                        W)),
                "can't be opened");
    }

    private static void refused(byte[] model, String why) {
        assertThatThrownBy(() -> load(model).close())
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining(why)
                .message()
                .hasLineCount(1);
    }

    /** A model that gives its input. */
    private static byte[] passing(ElementType type, Dimension... shape) {
        return model(g -> g.output("map", g.input("image", type, shape), type, shape));
    }

    private static byte[] model(Consumer<Graph> content) {
        Graph g = Graph.named("test");
        content.accept(g);
        return g.toModel(Map.of());
    }

    private static Dimension named(String name) {
        return Dimension.named(name);
    }

    private static CustomModel load(byte[] model) throws ModelRefusedException {
        return CustomModel.load(model, Float.MAX_VALUE, ExecutionProvider.CPU);
    }

    private static float[] scores(ScoreMap map) {
        float[] scores = new float[map.width() * map.height()];
        map.planes().get(0).get(0, scores);
        return scores;
    }

    private static Rejection rejection(ScoreOperator operator, Image image) {
        try {
            operator.attend(image);
        } catch (RejectedException e) {
            return e.rejection();
        }
        throw new AssertionError("the frame was scored");
    }
}
