package io.saccade.tensor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {

    @Test
    void theBytesAreTheFormats() throws MalformedTensorsException {
        Safetensors file = new Safetensors(
                Map.of("camera", "gate"), List.of(Tensor.ofFloats("scores", List.of(1, 2), new float[] {1, -2})));
        String header = "{\"__metadata__\":{\"camera\":\"gate\"},"
                + "\"scores\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]}}";
        String padding = " ".repeat((8 - header.length() % 8) % 8);
        String expected = HexFormat.of()
                        .formatHex(ByteBuffer.allocate(8)
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .putLong(header.length() + padding.length())
                                .array())
                + HexFormat.of().formatHex((header + padding).getBytes(UTF_8))
                + "0000803f000000c0";

        assertThat(HexFormat.of().formatHex(file.toBytes())).isEqualTo(expected);

        Safetensors back = Safetensors.read(file.toBytes());
        assertThat(back.metadata()).containsExactly(Map.entry("camera", "gate"));
        assertThat(back.get("scores").toFloats()).containsExactly(1, -2);
        assertThat(back.get("scores").shape()).containsExactly(1, 2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{\"a\":1}",
                "{\"a\":{\"dtype\":\"F99\",\"shape\":[2],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,80]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1,2]"
            })
    void aBrokenHeaderIsMalformed(String header) {
        byte[] json = header.getBytes(UTF_8);
        byte[] file = ByteBuffer.allocate(8 + json.length + 8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .array();

        assertThatThrownBy(() -> Safetensors.read(file)).isInstanceOf(MalformedTensorsException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 1, 100, Long.MAX_VALUE})
    void aHeaderLengthThatDoesNotFitIsMalformed(long length) {
        byte[] file = ByteBuffer.allocate(20)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .array();

        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(MalformedTensorsException.class)
                .hasMessageContaining("20 bytes");
    }
}
