package io.saccade.load.openloop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.saccade.Pictures;
import io.saccade.decode.FrameDecoder;
import io.saccade.frame.Image;
import io.saccade.frame.Payload;
import io.saccade.frame.RejectedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CodecTest {

    private static final byte[] JPEG = Pictures.jpeg(48, 32);

    @ParameterizedTest
    @EnumSource
    void theServiceDecodesTheSamePicture(Codec codec) throws RejectedException {
        try (FrameDecoder one = new FrameDecoder(3, 10_000);
                FrameDecoder other = new FrameDecoder(3, 10_000)) {
            Image expected = one.decode(Payload.of(JPEG));
            Image decoded = other.decode(codec.encode(JPEG));

            assertThat(decoded.width()).isEqualTo(48);
            assertThat(decoded.height()).isEqualTo(32);
            assertThat(decoded.samples()).isEqualTo(expected.samples());
        }
    }

    @Test
    void rawFramesSayTheirShape() {
        var headers = Codec.headers(Codec.RAW.encode(JPEG));

        assertThat(headers).containsOnlyKeys("content-type", "width", "height", "channels");
        assertThat(new String(headers.get("width"), UTF_8)).isEqualTo("48");
        assertThat(new String(headers.get("height"), UTF_8)).isEqualTo("32");
    }
}
