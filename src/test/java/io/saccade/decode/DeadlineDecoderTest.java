package io.saccade.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.saccade.Pictures;
import io.saccade.frame.Payload;
import io.saccade.frame.Reason;
import io.saccade.frame.RejectedException;
import java.awt.image.BufferedImage;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeadlineDecoderTest {

    private static final long MAX_PIXELS = 64_000_000;

    @Test
    void aDecodeThatIsLateIsRejectedAndTheNextOneWorks() throws RejectedException {
        byte[] slow = Pictures.encode(Pictures.noise(5000, 3000, 1), "png", false);
        try (DeadlineDecoder decoder = new DeadlineDecoder(
                () -> new FrameDecoder(3, MAX_PIXELS), Duration.ofMillis(20), DeadlineDecoder.slots(1))) {

            RejectedException late =
                    catchThrowableOfType(RejectedException.class, () -> decoder.decode(Payload.of(slow)));

            assertThat(late.rejection().reason()).isEqualTo(Reason.DECODE_TIMEOUT);
            assertThat(late.rejection().detail()).contains("20 ms");
        }
        try (DeadlineDecoder patient = new DeadlineDecoder(
                () -> new FrameDecoder(3, MAX_PIXELS), Duration.ofSeconds(30), DeadlineDecoder.slots(1))) {
            byte[] quick = Pictures.encode(Pictures.picture(8, 8, BufferedImage.TYPE_INT_RGB), "png", false);
            assertThat(patient.decode(Payload.of(quick)).width()).isEqualTo(8);
        }
    }

    @Test
    void aRejectionPassesThrough() {
        try (DeadlineDecoder decoder = new DeadlineDecoder(
                () -> new FrameDecoder(3, MAX_PIXELS), Duration.ofSeconds(30), DeadlineDecoder.slots(1))) {
            RejectedException empty =
                    catchThrowableOfType(RejectedException.class, () -> decoder.decode(Payload.of(new byte[0])));
            assertThat(empty.rejection().reason()).isEqualTo(Reason.EMPTY);
        }
    }
}
