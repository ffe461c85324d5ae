package io.saccade.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.saccade.camera.scene.SyntheticScene;
import io.saccade.decode.FrameDecoder;
import io.saccade.frame.Image;
import io.saccade.frame.Payload;
import io.saccade.frame.RejectedException;
import io.saccade.frame.SampleType;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

class JpegEncoderTest {

    @Test
    void coloursComeBackInTheirOrder() throws RejectedException {
        Image orange = Image.allocate(32, 16, 3, SampleType.U8);
        for (int i = 0; i < orange.pixels(); i++) {
            orange.samples().put(3 * i, new byte[] {(byte) 230, 120, 10});
        }

        Image decoded = decode(new JpegEncoder(95).encode(orange), 3);

        assertThat(decoded.width()).isEqualTo(32);
        assertThat(decoded.height()).isEqualTo(16);
        assertThat(Byte.toUnsignedInt(decoded.samples().get(0))).isBetween(226, 234);
        assertThat(Byte.toUnsignedInt(decoded.samples().get(1))).isBetween(116, 124);
        assertThat(Byte.toUnsignedInt(decoded.samples().get(2))).isBetween(4, 16);
        assertThat(decode(new JpegEncoder(95).encode(orange), 1).channels()).isEqualTo(1);
        assertThat(decode(new JpegEncoder(95).encode(orange), 4).samples().get(3))
                .isEqualTo((byte) 255);
    }

    @Test
    void higherQualityTakesMoreBytes() {
        Image street = new SyntheticScene(1, 0, 160, 120).render(0);

        assertThat(new JpegEncoder(95).encode(street).length)
                .isGreaterThan(2 * new JpegEncoder(30).encode(street).length);
    }

    @Test
    void nativeMemoryDoesNotGrow() {
        Image street = new SyntheticScene(1, 0, 640, 480).render(0);
        JpegEncoder encoder = new JpegEncoder(90);
        encoder.encode(street);
        long before = Pointer.totalBytes();
        for (int i = 0; i < 50; i++) {
            encoder.encode(street);
        }

        assertThat(Pointer.totalBytes()).isLessThanOrEqualTo(before);
    }

    @Test
    void wrongInputsAreNamed() {
        assertThatThrownBy(() -> new JpegEncoder(0)).hasMessage("a JPEG quality is 1 to 100, got 0");
        assertThatThrownBy(() -> new JpegEncoder(90).encode(Image.allocate(2, 2, 1, SampleType.U8)))
                .hasMessageContaining("got 1 channels");
    }

    private static Image decode(byte[] file, int channels) throws RejectedException {
        return new FrameDecoder(channels, 1 << 20).decode(Payload.of(file));
    }
}
