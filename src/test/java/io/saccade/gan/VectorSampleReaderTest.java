package io.saccade.gan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.saccade.frame.Payload;
import io.saccade.frame.RejectedException;
import io.saccade.tensor.DType;
import io.saccade.tensor.Safetensors;
import io.saccade.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VectorSampleReaderTest {

    private final SampleReader reader = new VectorSampleReader(3);

    @Test
    void aJsonArrayIsAVectorAndAnArrayOfArraysIsSeveral() throws Exception {
        assertThat(reader.read(text("[1, 2.5, -3]"))).containsExactly(new float[] {1, 2.5f, -3});
        assertThat(reader.read(text(" [[1,2,3],[4,5,6]]")))
                .containsExactly(new float[] {1, 2, 3}, new float[] {4, 5, 6});
    }

    @Test
    void tensorsAreVectorsInFloat32AndFloat64() throws Exception {
        Tensor one = Tensor.ofFloats("vector", List.of(3), new float[] {1, 2, 3});
        ByteBuffer wide = ByteBuffer.allocate(6 * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        wide.asDoubleBuffer().put(new double[] {1, 2, 3, 4, 5, 6});
        Tensor several = new Tensor("vectors", DType.F64, List.of(2, 3), wide);

        assertThat(reader.read(tensors(one))).containsExactly(new float[] {1, 2, 3});
        assertThat(reader.read(tensors(several))).containsExactly(new float[] {1, 2, 3}, new float[] {4, 5, 6});
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "\"\" | empty: ",
                "[] | empty: ",
                "[1, 2] | size-mismatch: a vector has 2 numbers, expected 3",
                "[[1, 2, 3], [4]] | size-mismatch: a vector has 1 numbers, expected 3",
                "[1, 2, 1e39] | not-finite: ",
                "[1, 2, x] | undecodable: broken JSON",
                "[1, 2, null] | undecodable: a vector has NULL in it, expected numbers",
                "a picture of a cat | unsupported-format: "
            })
    void whatIsNoVectorIsRejectedWithItsReason(String value, String message) {
        assertThatThrownBy(() -> reader.read(text(value)))
                .isInstanceOf(RejectedException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void aTensorOfAnotherNameShapeOrTypeIsRejected() {
        Tensor named = Tensor.ofFloats("numbers", List.of(3), new float[3]);
        Tensor shaped = Tensor.ofFloats("vector", List.of(1, 3), new float[3]);
        Tensor typed = new Tensor("vector", DType.U8, List.of(3), ByteBuffer.allocate(3));

        assertThatThrownBy(() -> reader.read(tensors(named))).hasMessageContaining("no tensor 'vector'");
        assertThatThrownBy(() -> reader.read(tensors(shaped))).hasMessageContaining("[1, 3], expected [k]");
        assertThatThrownBy(() -> reader.read(tensors(typed))).hasMessageContaining("U8, expected F32 or F64");
    }

    private static Payload text(String text) {
        return Payload.of(text.getBytes(UTF_8));
    }

    private static Payload tensors(Tensor tensor) {
        return Payload.of(new Safetensors(Map.of(), List.of(tensor)).toBytes());
    }
}
